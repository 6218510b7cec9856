import {askCollector, ofLibrary, type Pattern, titled} from './pattern.ts';

/** Package sync. */
export const lockPatterns = {
  'waitgroup-never-done': {
    name: 'waitgroup-never-done',
    title: titled('waits', 'wait', 'for a WaitGroup that is not done'),
    phrase: 'waits for a WaitGroup never done',
    cause:
      'The counter of the WaitGroup does not come back to zero: a goroutine returns before its `Done`, one more was ' +
      'added than started, or one of those waited for is stuck itself. In the last case this is the victim, and ' +
      'the other group the cause.',
    recognised:
      'The status is `sync.WaitGroup.Wait` (Go 1.24 and later) or `semacquire` (before), in ' +
      '`sync.(*WaitGroup).Wait`. debug=2 prints the address of the WaitGroup as its argument.',
    advice:
      'Make `defer wg.Done()` the first line of the goroutine and call `wg.Add(1)` before `go`; since Go 1.25, ' +
      '`wg.Go(f)` does both. Wait after the loop that starts them, not inside it.',
    confirm:
      'Look for goroutines with the same creator that still wait: they are the cause. If there are none, follow the ' +
      `ways out of the function for one without \`Done\`. ${askCollector}`,
    provable: true,
    proof:
      'It can prove these when no goroutine that can still run has the WaitGroup. It cannot while one of those ' +
      'waited for waits for the network or for time, or the WaitGroup is in a global variable.',
    reference: 'https://pkg.go.dev/sync#WaitGroup',
    scenario: 'waitgroup-never-done',
  },
  'mutex-not-released': {
    name: 'mutex-not-released',
    title: titled('waits', 'wait', 'for a lock that is not released'),
    phrase: 'waits for a lock not released',
    cause:
      'The lock is held and its holder does not come to `Unlock`: it returned early without it, it waits for ' +
      'something else while it holds the lock (a channel, the network, a second lock that another holds in the ' +
      'opposite order), or it locks the same mutex again, which Go does not allow.',
    recognised:
      'The status is `sync.Mutex.Lock`, `sync.RWMutex.Lock` or `sync.RWMutex.RLock` (Go 1.20 and later), before ' +
      'that `semacquire` below `sync.(*Mutex).lockSlow`. debug=2 prints the address of the mutex, as argument of ' +
      '`(*Mutex).lockSlow`: many goroutines at one address wait for one holder.',
    advice:
      'Write `defer mu.Unlock()` right after `mu.Lock()`. Do not wait for channels or the network while holding a ' +
      'lock, take several locks in the same order everywhere, and let methods that run under the lock call ' +
      'variants that do not lock.',
    confirm:
      'Look for a goroutine that went through a function which takes this lock and waits elsewhere: that is the ' +
      `holder. If there is none, follow the ways out for one without \`Unlock\`. ${askCollector}`,
    provable: true,
    proof:
      'It can prove these when nobody who can still run has the mutex. It cannot when the mutex belongs to a global ' +
      'variable or to something in use, as most mutexes of servers do.',
    reference: 'https://pkg.go.dev/sync#Mutex',
    scenario: 'mutex-not-released',
    variants: {
      'lock-again': {
        when: 'When it asks for a lock that it has',
        title: titled('waits', 'wait', 'for a lock that the same goroutine has taken'),
        phrase: 'locks again what it has',
        advice:
          'A lock of package sync cannot be taken twice, not even by the same goroutine. Let what runs under the lock call a ' +
          'variant that expects it to be held, such as `lenLocked`, and call callbacks and other foreign code only ' +
          'after the unlock.',
        confirm:
          'Read the functions of the stack from the outside in: the first takes the lock, and the innermost asks ' +
          `for it again. ${askCollector}`,
      },
      'lock-order': {
        when: 'When two take the same locks in opposite order',
        title: titled('waits', 'wait', 'for locks that are taken in opposite order'),
        phrase: 'locks taken in opposite order',
        advice:
          'Take these two locks in the same order everywhere, or guard with one lock what both guard. Where they ' +
          'belong to two values of one type, order the values by something fixed, such as an id. A deferred unlock ' +
          'does not help: each waits while it has the lock that the other waits for.',
        confirm:
          'Read the functions named above: each has one of the two locks when it asks for the other. ' +
          askCollector,
      },
      'unlock-deferred': {
        when: 'When the source shows that no unlock is forgotten',
        advice:
          'The unlock is not what is missing: whoever has this lock waits for something else. Do not wait for ' +
          'channels or the network while holding a lock, take several locks in the same order everywhere, and let ' +
          'methods that run under the lock call variants that do not lock.',
        confirm:
          'Look for a goroutine that went through a function which takes this lock and waits elsewhere: that is ' +
          `the holder. ${askCollector}`,
      },
      'unlock-by-caller': {
        when: 'When the source shows a function that ends with the lock, for its caller to give back',
        title: titled('waits', 'wait', 'for a lock that somebody got and does not give back'),
        phrase: 'waits for a lock not given back',
        advice:
          'A function takes this lock and returns with it: its caller gives it back by ending what it got, such as a ' +
          'transaction, and one has not. Nobody is seen to wait inside of that function with the lock. End what it ' +
          'returns on every way out, errors included, with a `defer` right after the call that succeeds: ' +
          '`defer tx.Rollback()`.',
        confirm:
          'Search for the callers of the function that returns with the lock, and follow the ways out of each for one ' +
          `that does not end what it got. ${askCollector}`,
      },
      'of-library': {
        when: 'When the code that waits is of a library, and its source does not tell more',
        advice:
          'This is code of a library: mend how it is used. Something that it gave out, such as a transaction, may keep ' +
          'this lock until it is ended: do so on every way out, with a `defer` right after the error check. And do not ' +
          'call the library from a function that it calls itself, nor wait there: it may have the lock.',
        confirm:
          'Search for the calls that lead here: what do they return, and is it ended on every way out of their ' +
          `callers? ${askCollector}`,
      },
    },
  },
  'rwmutex-nested-read-lock': {
    name: 'rwmutex-nested-read-lock',
    title: titled('waits', 'wait', 'for a read lock taken again while it is held'),
    phrase: 'nested read locks',
    cause:
      'A method takes a read lock and calls another one that takes it again. That works until a writer asks in ' +
      'between: from then on new readers queue behind the writer, the writer waits for the first read lock, and ' +
      'the first read lock waits for the second. Nothing moves again.',
    recognised:
      'At least one goroutine in `sync.(*RWMutex).RLock`, called from a method of a type of which another method is ' +
      'below it in the stack, and a writer in `sync.(*RWMutex).Lock`. The status is `sync.RWMutex.RLock` and ' +
      '`sync.RWMutex.Lock` since Go 1.20, before that `semacquire`.',
    advice:
      'Take the read lock once, in the exported method, and let it call a variant that expects the lock to be held: ' +
      '`func (t *T) sumLocked() int`. Do not call foreign code, such as callbacks, under the lock.',
    confirm:
      'Read the functions of the stack from the outside in: which one has taken `RLock` already when the innermost ' +
      `asks for it? ${askCollector}`,
    provable: true,
    proof:
      'It can prove these when nobody who can still run has the lock. In a structure that is in use, the lock ' +
      'stays reachable and hides them.',
    reference: 'https://pkg.go.dev/sync#RWMutex',
    scenario: 'rwmutex-nested-read-lock',
  },
  'once-stuck': {
    name: 'once-stuck',
    title: titled('waits', 'wait', 'for a sync.Once whose function has not returned'),
    phrase: 'waits for a sync.Once',
    cause:
      'The function given to `Once.Do` waits for something, and everybody who comes later waits for it to return. If ' +
      'it calls `Do` of the same Once, it waits for itself.',
    recognised:
      '`sync.(*Once).doSlow` is in the stack of all of them. One is inside the function and waits there; the others ' +
      'wait for the lock of the Once (`sync.Mutex.Lock` since Go 1.20, before that `semacquire`).',
    advice:
      'Let the function of a `sync.Once` do nothing that can wait without end: give its calls a deadline, and keep ' +
      'channels and other locks out of it. Where it can fail and should be tried again, use a mutex and a flag.',
    confirm: `Look at the goroutine with \`doSlow\` that waits for something other than a lock: it is the cause. ${askCollector}`,
    provable: true,
    proof:
      'It can prove these when nobody who can still run has the Once and what its function waits for. A Once is ' +
      'often a global variable, and then its waiters stay reachable.',
    reference: 'https://pkg.go.dev/sync#Once.Do',
    scenario: 'once-stuck',
  },
  'cond-never-signalled': {
    name: 'cond-never-signalled',
    title: titled('waits', 'wait', 'for a sync.Cond that nobody signals'),
    phrase: 'waits for a sync.Cond',
    cause:
      'A goroutine waits for a condition to change, and whoever would have changed it has gone, changes it without ' +
      '`Signal`, wakes one where several wait, or signalled before the wait began.',
    recognised:
      'The status is `sync.Cond.Wait`, in `sync.(*Cond).Wait`, and the group grows without following connections. ' +
      'Many servers have one such wait for each connection, which comes and goes with it.',
    advice:
      'Call `c.Broadcast()` whenever the condition changes and at shutdown, with the lock held; and wait in a loop ' +
      'that looks at both: `for !ready && !closed { c.Wait() }`. A channel that is closed is often simpler.',
    confirm:
      'Search for `Signal` and `Broadcast` on this Cond: which end of what these goroutines serve does not get ' +
      `there? ${askCollector}`,
    provable: true,
    proof:
      'It can prove these when nobody who can still run has the Cond. It cannot while a registry, a global or a ' +
      'connection in use refers to it.',
    reference: 'https://pkg.go.dev/sync#Cond',
    scenario: 'cond-never-signalled',
    variants: {'of-library': ofLibrary},
  },
} satisfies Readonly<Record<string, Pattern>>;
