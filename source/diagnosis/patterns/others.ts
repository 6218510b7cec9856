import {askCollector, type Pattern, titled} from './pattern.ts';

/** What belongs to no other family, and what belongs to none. */
export const otherPatterns = {
  'errgroup-stuck': {
    name: 'errgroup-stuck',
    title: titled('waits', 'wait', 'for an errgroup that does not come to an end'),
    phrase: 'errgroups that do not end',
    cause:
      'One member of the group waits for ever: it sends to a consumer that has left, or receives from a producer ' +
      'that failed, and does not look at the context of the group. Or the group has a limit and a member starts ' +
      'another one: `Go` waits for a free place, which it occupies itself.',
    recognised:
      '`sync.(*WaitGroup).Wait` below `errgroup.(*Group).Wait`, and members whose outermost function is in ' +
      '`errgroup.(*Group).Go`. `chan send` with `errgroup.(*Group).Go` itself as the innermost function means that ' +
      'the limit of `SetLimit` is reached.',
    advice:
      'Make the group with `g, ctx := errgroup.WithContext(ctx)` and let every send and receive of its members also ' +
      'wait for `ctx.Done()`; let the producer `defer close(ch)`. With `SetLimit`, call `g.Go` only from outside ' +
      'the group, or use `TryGo`.',
    confirm:
      'Look at what the members of the group, with `errgroup.(*Group).Go` as creator, wait for: they are the cause, ' +
      `this wait is the victim. ${askCollector}`,
    provable: true,
    proof:
      'It can prove these, the members too, when nobody else who can still run has the group and its channels. A ' +
      'member that waits for the network or for time keeps all of them out of reach.',
    reference: 'https://pkg.go.dev/golang.org/x/sync/errgroup#Group',
    scenario: 'errgroup-consumer-left',
    variants: {
      slots: {
        when: 'When they wait in `Go` itself (the limit of `SetLimit` is reached)',
        title: titled('waits', 'wait', 'for a place in an errgroup that is full'),
        phrase: 'waits for a place in an errgroup',
        advice:
          'Call `g.Go` only from outside the group: a member that starts another one keeps its own place while it ' +
          'waits for a second, and all places may be taken by such. Where members find more work, use `TryGo` and do ' +
          'the work in place when it returns false, or hand it back over a list.',
        confirm:
          'Look who calls `Go` here: is it a function that the group itself runs? If not, look at what the members ' +
          `that have a place wait for. ${askCollector}`,
      },
      member: {
        when: 'When members of the group wait to send',
        title: titled('waits', 'wait', 'to send in an errgroup, and nobody receives'),
        phrase: 'sends in an errgroup to nobody',
        advice:
          'Make the group with `g, ctx := errgroup.WithContext(ctx)` and let every send of its members also wait for ' +
          '`ctx.Done()`. Start the receiver in the same group, so that the others hear of it when it fails, or let ' +
          'it go on receiving until the channel is closed.',
        confirm:
          'Find the function that receives from this channel: can it return, on an error, before all members have ' +
          `sent? Who waits in \`errgroup.(*Group).Wait\` is held up by these. ${askCollector}`,
      },
    },
  },
  'iter-pull-not-stopped': {
    name: 'iter-pull-not-stopped',
    title: titled('is', 'are', 'left from an iter.Pull that was not stopped'),
    phrase: 'iterators not stopped',
    cause:
      '`iter.Pull` runs an iterator as a coroutine. Whoever took `next` and `stop` left before the last value and ' +
      'did not call `stop`, so the iterator stands still in the middle of its loop, with all that it refers to.',
    recognised:
      'The status is `coroutine` (Go 1.23 and later), with `iter.Pull` or `iter.Pull2` as the outermost function ' +
      'and the iterator above it.',
    advice: 'Stop it on every way out, in the line after: `next, stop := iter.Pull(seq)` and `defer stop()`.',
    confirm:
      'Search for `iter.Pull` without a deferred `stop`; the functions in the stack tell which iterator it is.',
    provable: false,
    proof:
      'It cannot prove these: the profile considers channels, select, and the locks of package sync. A coroutine ' +
      'that nobody resumes is none of them.',
    reference: 'https://pkg.go.dev/iter#Pull',
    scenario: 'iter-pull-not-stopped',
  },
  'unknown-growth': {
    name: 'unknown-growth',
    title: titled('stays', 'stay', 'where more and more arrive, in no known pattern'),
    phrase: 'growth of no known pattern',
    cause:
      'Goroutines arrive at one place faster than they leave it. That is a leak, or work that takes longer than it ' +
      'is asked for; the stack alone does not tell which.',
    recognised:
      'No signature fits: the group grows, keeps growing, does not follow connections or requests, and its stack ' +
      'and state are those of no pattern. Waits in a system call or in C code are among them.',
    advice:
      'Look at who starts them and what would have to happen for one to end; then see that it does, on every way ' +
      'out, or that no more than a fixed number are started.',
    confirm:
      "Stop the load: work comes to an end, leaks stay. Compare the creator's rate of starting with the growth. " +
      askCollector,
    provable: true,
    proof:
      'It can prove those that wait for a channel, a select, or a lock of package sync which nobody else can ' +
      'reach. It says nothing about waits for the system, the network or time.',
    reference: 'https://go.dev/doc/diagnostics',
    scenario: 'lock-file-kept',
  },
} satisfies Readonly<Record<string, Pattern>>;
