import {
  ofLibraryWithTimer,
  type Pattern,
  takeLoadAway,
  takeTheWayOut,
  titled,
  unreadWhen,
  whenItEnds,
} from './pattern.ts';

/** Goroutines that wake up by themselves: they wait for time, or do not wait at all. */
export const timerPatterns = {
  'ticker-loop': {
    name: 'ticker-loop',
    title: titled('loops', 'loop', 'over a ticker with no way out'),
    phrase: 'ticker loops without a way out',
    cause:
      'A goroutine works at each tick, and whatever started it has gone without telling it to end. `Stop` does not ' +
      'close the channel of a ticker: a range over a stopped ticker waits for ever.',
    recognised:
      'The status is `chan receive` (a range shows `runtime.chanrecv2` in debug=0) or `select`; the goroutine is ' +
      'old, its wait is young at every look, and there are more and more of them. That it is a ticker shows in ' +
      'the source or in the steady rhythm.',
    advice:
      'Give the loop a second case: `select { case <-t.C: … case <-ctx.Done(): return }`, with `defer t.Stop()` ' +
      'beside it. Since Go 1.23 (in modules that ask for 1.23 or later) a ticker that nobody refers to is ' +
      'collected without `Stop`; the goroutine that reads from it is not.',
    confirm: `Look at the loop: is there a case that returns, and does its owner ever make it ready? ${takeLoadAway}`,
    provable: false,
    proof:
      'It cannot prove these: a ticker could tick again, so the goroutine is able to go on. As far as the collector ' +
      'can know, it works.',
    reference: 'https://pkg.go.dev/time#Ticker.Stop',
    scenario: 'ticker-not-stopped',
    variants: {
      'way-out-unused': {
        when: 'When the source shows a way out',
        title: titled('loops', 'loop', 'over a ticker, with a way out that is not taken'),
        phrase: 'ticker loops never told to end',
        advice: takeTheWayOut,
        confirm:
          'Search for who makes the case ready that leaves, and follow the ways out of whoever started this for one ' +
          `that does not get there. ${takeLoadAway}`,
      },
      'condition-unmet': {
        when: 'When the source shows that the loop ends under a condition',
        title: titled('loops', 'loop', 'over a ticker, with a way out that is not taken'),
        phrase: 'ticker loops whose end does not come',
        confirm: whenItEnds,
      },
      'of-library': ofLibraryWithTimer,
    },
  },
  'time-after-loop': {
    name: 'time-after-loop',
    title: titled('waits', 'wait', 'in a loop around time.After that has no way out'),
    phrase: 'loops around time.After',
    cause:
      'Each turn of a loop waits for a channel or for `time.After`, and no case returns. Each turn also makes a new ' +
      'timer. Before Go 1.23 that timer kept its memory until it fired, even when another case had won.',
    recognised:
      'The status is `select`; the goroutine is old, its wait is never older than the delay, and the group grows. ' +
      'On releases before 1.23 the heap profile also shows `time.NewTimer` under `time.After`.',
    advice:
      'Add `case <-ctx.Done(): return`, and use one `time.NewTicker`, or one `time.NewTimer` with `Reset`, for all ' +
      'turns. Since Go 1.23 (in modules that ask for 1.23 or later) `time.After` in a loop leaves no timers ' +
      'behind; the missing way out stays.',
    confirm:
      'Look at the loop: does any case return? Before Go 1.23, a heap profile with much in use at `time.NewTimer` ' +
      'confirms the cost of the timers.',
    provable: false,
    proof: 'It cannot prove these: the timer will fire, so the goroutine is able to go on.',
    reference: 'https://go.dev/doc/go1.23#timer-changes',
    scenario: 'time-after-in-loop',
    variants: {
      'condition-unmet': {
        when: 'When the source shows that the loop ends under a condition',
        title: titled('waits', 'wait', 'in a loop around time.After, with a way out that is not taken'),
        phrase: 'time.After loops whose end is not met',
        confirm: whenItEnds,
      },
      'of-library': ofLibraryWithTimer,
    },
  },
  'sleep-flood': {
    name: 'sleep-flood',
    title: titled('sleeps', 'sleep', 'for a long time, and others join in'),
    phrase: 'long sleeps that pile up',
    cause:
      'Each failed message, request or lookup gets a goroutine that sleeps before it tries again. They come faster ' +
      'than they wake up, so their number is the rate times the delay, and a failure that lasts makes both larger.',
    recognised:
      'The status is `sleep`, the leaf `time.Sleep`, and the group grows. debug=2 prints the duration as the ' +
      'argument of `time.Sleep`, in nanoseconds; gorowatch shows it decoded.',
    advice:
      'Put what has to be repeated into a bounded queue that one goroutine and one timer serve, or limit how many ' +
      'may wait; wait with `select { case <-timer.C: case <-ctx.Done(): return }` so that the wait can be ' +
      'given up.',
    confirm:
      'Compare the decoded duration with how long the group has been growing: they end, one delay after the last ' +
      'was started, if nothing starts more.',
    provable: false,
    proof:
      'It cannot prove these, and rightly so: each of them wakes up some day. It is their number that hurts.',
    reference: 'https://go.dev/doc/effective_go#channels',
    scenario: 'sleep-flood',
  },
  'sleep-loop': {
    name: 'sleep-loop',
    title: titled('works and sleeps', 'work and sleep', 'in a loop with no way out'),
    phrase: 'sleep loops without a way out',
    cause:
      '`for { …; time.Sleep(d) }` never returns, and a sleep cannot be interrupted. Whatever the loop served has ' +
      'gone; the loop has not been told.',
    recognised:
      'The status is `sleep`, at times `running` or what the work waits for; the goroutine is old, its wait is ' +
      'never older than the delay, and the group grows.',
    advice:
      'Replace the sleep by a wait that can end: a `time.NewTicker` (with `defer t.Stop()`) and ' +
      '`select { case <-t.C: case <-ctx.Done(): return }`, with the context of what the loop serves.',
    confirm:
      'Look at the loop: what ends it? The same goroutine ids come back to the same line at every look. ' +
      takeLoadAway,
    provable: false,
    proof: 'It cannot prove these: a goroutine that sleeps will wake up, so it is not lost.',
    reference: 'https://pkg.go.dev/time#NewTicker',
    scenario: 'sleep-loop',
    variants: {
      unread: {
        when: unreadWhen,
        title: titled('works and sleeps', 'work and sleep', 'again and again'),
        phrase: 'sleep loops',
        advice:
          'See what ends the loop. If nothing does once what it serves has gone, replace the sleep by a wait that can ' +
          'end: a `time.NewTicker` (with `defer t.Stop()`) and `select { case <-t.C: case <-ctx.Done(): return }`. ' +
          'Work that is only long ends by itself.',
      },
      'condition-unmet': {
        when: 'When the source shows that the loop ends under a condition',
        title: titled('works and sleeps', 'work and sleep', 'in a loop whose way out is not taken'),
        phrase: 'sleep loops whose end does not come',
        advice:
          'The loop ends under a condition that has not come true: see that it does once what the loop serves has ' +
          'gone, errors included, or give up after so many turns. A sleep cannot be interrupted: a `time.NewTicker` ' +
          '(with `defer t.Stop()`) and `select { case <-t.C: case <-ctx.Done(): return }` end at once.',
        confirm: whenItEnds,
      },
    },
  },
  'busy-loop': {
    name: 'busy-loop',
    title: titled('runs', 'run', 'without ever waiting'),
    phrase: 'loops that never wait',
    cause:
      'A loop has nothing that blocks: a select with an empty `default`, a receive from a closed channel, a poll of a ' +
      'flag, a retry without a pause. ' +
      'It takes a whole core, and the collector and everybody else have to work around it.',
    recognised:
      'The status is `running` or `runnable`, at every look, in the same goroutine and the same function of the ' +
      'program. debug=0 does not tell the two states apart. Honest computation looks the same for as long as it ' +
      'lasts; one look never suffices. With its source at hand a loop that never waits tells them apart.',
    advice:
      'Remove an empty `default:` so that the select waits. Leave the loop where a channel is closed, with `return` or ' +
      'a `break` with a label: without one it leaves the select, and a closed channel is ready again at once. Where ' +
      'the work really is long, look at `ctx.Err()` now and then, and return.',
    confirm: 'Take a CPU profile: `go tool pprof http://HOST/debug/pprof/profile?seconds=10` names the loop.',
    provable: false,
    proof: 'It cannot prove these: the goroutine does run.',
    reference: 'https://go.dev/blog/pprof',
    scenario: 'busy-select',
  },
} satisfies Readonly<Record<string, Pattern>>;
