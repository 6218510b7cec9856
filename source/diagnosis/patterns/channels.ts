import {
  askCollector,
  givenOut,
  ofLibrary,
  type Pattern,
  titled,
  unreadWhen,
  type Variant,
} from './pattern.ts';

/** A channel whose room is the limit: sending takes a slot, receiving gives it back. */
const slots: Variant = {
  when: 'When the channel is a limit (a semaphore)',
  title: titled('waits', 'wait', 'for a slot that is not given back'),
  phrase: 'waits for slots not given back',
  advice:
    'Give the slot back on every way out, right after it was taken: `defer func() { <-slots }()`, or `defer` the ' +
    'function that does so. The limit itself is right: more room only puts the moment off.',
  confirm:
    'Follow the ways out of what runs with a slot: a return on an error, or a panic, passes by where it is given ' +
    `back. ${askCollector}`,
};

/** Said of a send whose line nobody could read. */
const mayBeSlot =
  'If the line takes a slot of a limit, as `slots <- struct{}{}` does, leave the limit as it is and give the slot ' +
  'back on every way out: `defer func() { <-slots }()` right after it.';

const roomForAll =
  'Give the channel room for every send that can happen, `make(chan T, n)` (1 for a single answer), or let the ' +
  'sender give up with its caller: `select { case ch <- v: case <-ctx.Done(): }`.';

const receiverFirst =
  'Find out what the receiver does: it must not end, or block, before its senders. Bound the number of senders ' +
  'that may wait, and let each give up with `select { case ch <- v: case <-ctx.Done(): }`. A larger buffer ' +
  'helps only where it has room for every send that can happen; else it puts the moment off.';

const closeIt =
  'Let the side that sends close the channel on every way out: `defer close(ch)`. With several senders, wait ' +
  'for all of them and close once: `go func() { wg.Wait(); close(ch) }()`.';

const closeOrLeave =
  'Let the sender close the channel on every way out (`defer close(done)`), or let the receiver leave with its ' +
  'caller: `select { case v := <-ch: case <-ctx.Done(): }`.';

/** One operation on one channel. */
export const channelPatterns = {
  'send-receiver-gone': {
    name: 'send-receiver-gone',
    title: titled('waits', 'wait', 'to send on a channel whose receiver has gone'),
    phrase: 'senders whose receiver has gone',
    cause:
      'A function starts goroutines that report on a channel, and returns before it has taken every report: at the ' +
      'first error, at a timeout, or because it only needs the first answer. A goroutine that sends twice where ' +
      'one receive is expected, after a missing `return`, ends up the same way. On an unbuffered channel a send ' +
      'waits for its receiver, and no receiver will come.',
    recognised:
      'The status is `chan send`, in debug=0 below `runtime.chansend1`, and the goroutine that started the sender ' +
      'has ended. The number of that goroutine is printed since Go 1.21; from older releases only the growth of ' +
      'the group can be seen.',
    advice: roomForAll,
    confirm:
      'Read the function that makes the channel: can it return, on an error or a timeout, before it has received ' +
      `from every sender? ${askCollector}`,
    provable: true,
    proof:
      'It can prove these as soon as nothing that can still run refers to the channel, which is the usual case: the ' +
      'channel was a local variable of a function that has returned. A channel in a global variable, or in a ' +
      'structure that is still in use, counts as reachable and hides its senders.',
    reference: 'https://go.dev/blog/pipelines',
    scenario: 'checks-early-return',
    variants: {
      slots,
      'of-library': ofLibrary,
      unread: {when: unreadWhen, advice: `${roomForAll} ${mayBeSlot}`},
    },
  },
  'send-blocked': {
    name: 'send-blocked',
    title: titled('waits', 'wait', 'to send on a channel that has no room'),
    phrase: 'senders that find no room',
    cause:
      'More is sent than received. The channel is unbuffered and nobody is ready to receive, or its buffer is ' +
      'full: the receivers are too slow, too few, blocked themselves, or have ended while senders go on.',
    recognised:
      'The status is `chan send`, in debug=0 below `runtime.chansend1`, and the group grows or stays, while the ' +
      'goroutines that started the senders are alive or not known. A stack does not show whether a channel has a ' +
      'buffer, nor how full it is.',
    advice: receiverFirst,
    confirm:
      'Look for the goroutine that receives from this channel: none, or one that waits elsewhere, is the cause. ' +
      `When the load stops and the number stays, nobody receives any more. ${askCollector}`,
    provable: true,
    proof:
      'It can prove these only when no goroutine that can still run has the channel. Receivers that are merely slow ' +
      'are no leak, and the collector does not report their senders.',
    reference: 'https://go.dev/ref/spec#Send_statements',
    scenario: 'wait-before-receive',
    variants: {
      slots,
      'of-library': ofLibrary,
      unread: {when: unreadWhen, advice: `${receiverFirst} ${mayBeSlot}`},
    },
  },
  'range-never-closed': {
    name: 'range-never-closed',
    title: titled('ranges', 'range', 'over a channel that nobody closes'),
    phrase: 'ranges over a channel nobody closes',
    cause:
      '`for v := range ch` ends when the channel is closed, not when there is nothing more to send. The sender ' +
      'returned without `close`, often on the way out of an error.',
    recognised:
      'The status is `chan receive`, and debug=0 shows `runtime.chanrecv2`, which stands for a range or for ' +
      '`v, ok := <-ch`; a plain receive is `runtime.chanrecv1`. debug=2 does not tell the two apart; the source ' +
      'does. Workers that share one channel look the same: what marks the leak is that their number grows.',
    advice: closeIt,
    confirm: `Search the package for a \`close\` of this channel and follow each way out of its senders. ${askCollector}`,
    provable: true,
    proof:
      'It can prove these once every sender has dropped the channel. A channel that a global variable, or a ' +
      'structure in use, still holds could be sent on tomorrow, and its receivers are not reported.',
    reference: 'https://go.dev/tour/concurrency/4',
    scenario: 'range-never-closed',
    variants: {
      'given-out': givenOut,
      'of-library': ofLibrary,
      unread: {
        when: unreadWhen,
        title: titled('ranges', 'range', 'over a channel that nobody closes, or over a ticker'),
        advice:
          `${closeIt} If it is the channel of a ticker, nobody can close it: write ` +
          '`select { case <-t.C: … case <-ctx.Done(): return }` in an endless loop instead.',
      },
    },
  },
  'receive-never-sent': {
    name: 'receive-never-sent',
    title: titled('waits', 'wait', 'to receive what nobody sends'),
    phrase: 'receivers that nothing is sent to',
    cause:
      'A goroutine waits for a value or for a close that does not come: the sender has returned early, was never ' +
      'started, or closes the channel only on some of its ways out. A timer that fires far in the future, or was ' +
      'stopped, does the same: `Stop` does not close its channel.',
    recognised:
      'The status is `chan receive`, and debug=0 shows `runtime.chanrecv1`, a plain `<-ch`. The group grows, or ' +
      'its goroutines outlive those that started them. Workers that wait for a job look the same, but their ' +
      'number does not change.',
    advice: closeOrLeave,
    confirm: `Look for who else has the channel, and whether each of their ways out sends or closes. ${askCollector}`,
    provable: true,
    proof:
      'It can prove these when nobody who can still run has the channel. It cannot when the channel is in a global ' +
      'variable or belongs to a timer or ticker: the runtime itself could send on it.',
    reference: 'https://go.dev/ref/spec#Receive_operator',
    scenario: 'receive-forever',
    variants: {
      'given-out': givenOut,
      'of-library': ofLibrary,
      unread: {
        when: unreadWhen,
        advice:
          `${closeOrLeave} If the line reads from \`ctx.Done()\`, call the cancel function of that context on every ` +
          'way out of whoever made it (`defer cancel()`); if it reads from a ticker, give its loop a case that returns.',
        confirm:
          'Read the line first: a channel, `ctx.Done()`, or a ticker. Then look for who else has it, and whether each ' +
          `of their ways out sends, closes or cancels. ${askCollector}`,
      },
    },
  },
  'nil-channel': {
    name: 'nil-channel',
    title: titled('waits', 'wait', 'for ever on a nil channel'),
    phrase: 'waits on a nil channel',
    cause:
      'A channel variable or field was never given a channel: a constructor was passed by, or a `make` comes after ' +
      'the goroutine has started. A send or receive on nil blocks for ever; no other goroutine can end it.',
    recognised:
      'The runtime says it: the status is `chan send (nil chan)` or `chan receive (nil chan)`. One look suffices. ' +
      'A nil channel in a select with other cases merely turns its case off, and has the status `select`.',
    advice:
      'Make the channel before anything can use it, best in the constructor: `return &T{ch: make(chan V)}`; and ' +
      'start the goroutine after that.',
    confirm:
      'Nothing is left to confirm: this wait cannot end. The line of the operation names the channel; look for ' +
      'where it should have been made.',
    provable: true,
    proof:
      'No proof is needed: the language says that the operation blocks for ever. The collector reports these as well.',
    reference: 'https://go.dev/ref/spec#Channel_types',
    scenario: 'nil-channel',
  },
} satisfies Readonly<Record<string, Pattern>>;
