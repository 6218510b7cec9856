import {
  askCollector,
  meetTheEnd,
  ofLibrary,
  type Pattern,
  takeTheWayOut,
  titled,
  unreadWhen,
  type Variant,
  whenItEnds,
  whoTakesIt,
} from './pattern.ts';

/** `Acquire` of golang.org/x/sync/semaphore. */
const slots: Variant = {
  when: 'When it waits in `Acquire` of a semaphore (golang.org/x/sync/semaphore)',
  title: titled('waits', 'wait', 'for a semaphore that is not released'),
  phrase: 'waits for a semaphore not released',
  advice:
    'Right after the error check of `Acquire`, write `defer sem.Release(n)` with the same `n`, so that errors and ' +
    'panics give it back too. A context with a deadline would end this wait, and what was acquired would stay lost.',
  confirm:
    'Follow the ways out of each function that calls `Acquire`: which of them returns without `Release`? If none ' +
    `does, look for who has acquired and waits elsewhere. ${askCollector}`,
};

/** Waits for several things, or for a context. */
export const selectPatterns = {
  'select-no-cases': {
    name: 'select-no-cases',
    title: titled('waits', 'wait', 'in a select without cases, which never ends'),
    phrase: 'selects without cases',
    cause:
      '`select {}` is the shortest way to wait for ever. In `main` it keeps a program alive; in any other goroutine ' +
      'it keeps the goroutine, its stack and what that refers to.',
    recognised:
      'The status is `select (no cases)`; debug=0 shows `runtime.block`. In `main.main` it is usual and not ' +
      'reported. A select whose channels are all nil waits as long, but has the status `select`.',
    advice:
      'Outside `main`, wait for something that can happen: `<-ctx.Done()`, or a channel that the owner closes. A ' +
      'goroutine that has nothing left to do can just return.',
    confirm:
      'Nothing is left to confirm of the wait: it cannot end. Whether it is meant to, only its line can ' +
      'tell: one that parks a goroutine on purpose is a known case for `--ignore`, any other is a leak.',
    provable: true,
    proof:
      'No proof is needed: the language says that a select without cases blocks for ever. The collector reports ' +
      'these as well.',
    reference: 'https://go.dev/ref/spec#Select_statements',
    scenario: 'select-no-cases',
  },
  'select-no-exit': {
    name: 'select-no-exit',
    title: titled('waits', 'wait', 'in a select that has no way out'),
    phrase: 'selects without a way out',
    cause:
      'A loop around a select serves its channels and has no case that returns; or it has one, and nobody ever uses ' +
      'it: something was started, and its `Stop` or `Close` is not called on every way out.',
    recognised:
      'The status is `select`, in a function of the program itself, and the group grows or outlives whoever ' +
      'started it. Which cases there are is not in the stack; gorowatch lists them where it can read the source.',
    advice:
      'Give the loop an end, `case <-ctx.Done(): return`, and make sure that it comes: for each `Start` one ' +
      '`defer x.Stop()`, right after the error check.',
    confirm:
      'Read the cases of the select: which one returns, and who makes it ready? Then follow the ways out of ' +
      `whoever started it. ${askCollector}`,
    provable: true,
    proof:
      'It can prove these when none of the channels of the select can be reached from anything that can still run. ' +
      'One reachable channel is enough to hide them: a ticker, a global, a context that somebody still holds.',
    reference: 'https://go.dev/blog/context',
    scenario: 'select-no-exit',
    variants: {
      slots,
      'ends-by-itself': {
        when: 'When the source shows a timer that ends it',
        title: titled('waits', 'wait', 'in a select that a timer ends'),
        phrase: 'selects that a timer ends',
        advice:
          'See whether so many at once are meant: each is there until its timer fires, and as long as something else ' +
          'sets that again. Where it is for too long, set a shorter time.',
        confirm: `Watch for longer than the timer runs: if they leave then, as many as come, it is load. ${askCollector}`,
      },
      'way-out-unused': {
        when: 'When the source shows a way out',
        title: titled('waits', 'wait', 'in a select whose way out is not taken'),
        phrase: 'selects whose way out is not taken',
        advice: takeTheWayOut,
        confirm: whoTakesIt,
      },
      'condition-unmet': {
        when: 'When the source shows that the loop around it can end',
        title: titled('waits', 'wait', 'in a select in a loop that does not come to its end'),
        phrase: 'select loops whose end does not come',
        advice: meetTheEnd,
        confirm: `${whenItEnds} ${askCollector}`,
      },
      'of-library': ofLibrary,
      unread: {
        when: unreadWhen,
        title: titled('waits', 'wait', 'in a select that does not end'),
        phrase: 'selects that do not end',
        advice:
          'See which of its cases returns. Where none does, add one, `case <-ctx.Done(): return`; where one does, make ' +
          'sure that it comes: for each `Start` one `defer x.Stop()`, right after the error check.',
      },
    },
  },
  'context-never-cancelled': {
    name: 'context-never-cancelled',
    title: titled('waits', 'wait', 'for a context that is not cancelled'),
    phrase: 'waits for a context not cancelled',
    cause:
      'A goroutine waits for `ctx.Done()`. The cancel function of that context was thrown away, kept where nobody ' +
      'calls it, or called only on some ways out. A context made from a foreign kind of parent costs one more ' +
      'goroutine, inside package context, until it is cancelled.',
    recognised:
      'The status is `chan receive` and the line reads from `ctx.Done()`; or the stack is that of ' +
      '`context.(*cancelCtx).propagateCancel`, status `select` (Go 1.21 and later; before, ' +
      '`context.propagateCancel`), and grows.',
    advice:
      'Cancel where the context is made, in the next line: `ctx, cancel := context.WithCancel(parent)` and ' +
      '`defer cancel()`. If the context has to outlive the function, call `cancel` in the `Close` of its owner, ' +
      'and use that `Close`. `go vet` (lostcancel) finds cancel functions that are not used.',
    confirm:
      'Find where this context is made and whether its cancel function is called on every way out. ' +
      askCollector,
    provable: true,
    proof:
      'It can prove these when nobody holds the context, its cancel function or a parent that can be cancelled. It ' +
      'cannot while a parent lives on, such as the context of the server or of a connection.',
    reference: 'https://pkg.go.dev/context#WithCancel',
    scenario: 'context-never-cancelled',
    variants: {slots, 'of-library': ofLibrary},
  },
} satisfies Readonly<Record<string, Pattern>>;
