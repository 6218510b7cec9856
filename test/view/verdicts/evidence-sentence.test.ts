import {describe, expect, test} from 'vitest';
import type {SourceFinding} from '../../../source/diagnosis/source-finding.ts';
import type {Evidence} from '../../../source/diagnosis/verdict.ts';
import {evidenceSentence} from '../../../source/view/verdicts/evidence-sentence.ts';

/** Every kind, so that a new one without a test does not compile. */
const sentences: Record<Exclude<Evidence['kind'], 'source'>, readonly (readonly [Evidence, string])[]> = {
  proof: [
    [{kind: 'proof', leaked: 100, count: 100}, 'the garbage collector proves that all 100 can never wake up'],
    [
      {kind: 'proof', leaked: 99, count: 100},
      'the garbage collector proves that 99 of 100 can never wake up',
    ],
    [{kind: 'proof', leaked: 1, count: 1}, 'the garbage collector proves that it can never wake up'],
  ],
  deadlock: [
    [
      {kind: 'deadlock'},
      'the runtime ended the process because all of its goroutines were asleep: nothing can wake them',
    ],
  ],
  endless: [
    [
      {kind: 'endless', status: 'chan send (nil chan)'},
      'the channel is nil, so nothing can end this wait (chan send (nil chan))',
    ],
    [{kind: 'endless', status: 'select (no cases)'}, 'it is a select without cases, which nothing can end'],
  ],
  'orphan-sender': [
    [
      {kind: 'orphan-sender', gone: 1, known: 1, creator: 'main.run', starters: 1},
      'its creator, main.run, has returned, so nobody may be left to receive',
    ],
    [
      {
        kind: 'orphan-sender',
        gone: 90,
        known: 100,
        creator: 'acme.dev/shop/check.(*Runner).Run',
        starters: 12,
      },
      'started by check.(*Runner).Run: 90 of 100 have outlived the goroutine that started them, so nobody may be left to receive',
    ],
    [
      {
        kind: 'orphan-sender',
        gone: 91,
        known: 91,
        creator: 'context.(*afterFuncCtx).cancel.func1',
        starters: 91,
      },
      'started by context.(*afterFuncCtx).cancel.func1',
    ],
    [
      {kind: 'orphan-sender', gone: 1, known: 1, creator: 'time.goFunc', starters: 1},
      'started by time.goFunc',
    ],
    [
      {kind: 'creator-gone', gone: 9, known: 9, creator: 'net/http.(*Transport).dialConn', starters: 9},
      'started by http.(*Transport).dialConn',
    ],
  ],
  'creator-gone': [
    [
      {kind: 'creator-gone', gone: 0, known: 1, creator: 'main.run', starters: 1},
      'its creator, main.run, is still there',
    ],
    [
      {kind: 'creator-gone', gone: 0, known: 8, creator: 'main.run', starters: 1},
      'started by main.run in one goroutine, which is still there',
    ],
    [
      {kind: 'creator-gone', gone: 0, known: 8, creator: 'main.run', starters: 3},
      'started by main.run in 3 goroutines, which are still there',
    ],
    [
      {kind: 'creator-gone', gone: 8, known: 8, creator: 'main.run', starters: 1},
      'started by main.run in one goroutine, which has ended',
    ],
    [
      {kind: 'creator-gone', gone: 55, known: 57, creator: 'main.run', starters: 56},
      'started by main.run: 55 of 57 have outlived the goroutine that started them',
    ],
    [
      {kind: 'creator-gone', gone: 1, known: 57, creator: 'main.run', starters: 56},
      'started by main.run: 1 of 57 has outlived the goroutine that started it',
    ],
  ],
  'receiver-ended': [
    [
      {kind: 'receiver-ended', function: 'acme.dev/shop/audit.(*Trail).Run', count: 1},
      '1 goroutine in audit.(*Trail).Run, which received until then, has ended',
    ],
    [
      {kind: 'receiver-ended', function: 'main.(*Pool).work', count: 3},
      '3 goroutines in main.(*Pool).work, which received until then, have ended',
    ],
  ],
  'one-way-left': [
    [
      {kind: 'one-way-left', left: 41, seen: 42},
      'of 42 pairs seen to carry a connection both ways, 41 have one way left: the other has ended, and so has who started both',
    ],
    [
      {kind: 'one-way-left', left: 1, seen: 1},
      'of 1 pair seen to carry a connection both ways, 1 has one way left: the other has ended, and so has who started both',
    ],
  ],
  growth: [
    [
      {kind: 'growth', first: 17, last: 273, perMinute: 768, overMs: 20_000, neverFell: true},
      '+768 a minute over 20 s (17 at first, 273 now), never fell',
    ],
    [
      {kind: 'growth', first: 1000, last: 1003, perMinute: 0.52, overMs: 360_000, neverFell: false},
      '+0.5 a minute over 6 min (1,000 at first, 1,003 now)',
    ],
  ],
  survivors: [
    [
      {kind: 'survivors', survived: 600, seen: 600, born: 212, overMs: 240_000},
      '600 of 600 seen 4 min ago or earlier are still there by id, 212 came since the first look',
    ],
    [
      {kind: 'survivors', survived: 1, seen: 2, born: 0, overMs: 9_000},
      '1 of 2 seen 9 s ago or earlier is still there by id, none came since the first look',
    ],
  ],
  'orphans-stay': [
    [
      {kind: 'orphans-stay', survived: 18, seen: 18, born: 21, overMs: 4000},
      'of those whose creator has returned, 18 of 18 seen 4 s ago or earlier are still there by id, 21 came since the first look',
    ],
  ],
  stuck: [
    [
      {kind: 'stuck', count: 8, overMs: 18_000, looks: 6},
      'none of the 8 has moved on in all 6 looks over 18 s',
    ],
    [
      {kind: 'stuck', count: 8, overMs: 18_000, looks: 6, of: 12, goroutine: 57},
      'none of these 8 has moved on in all 6 looks over 18 s, goroutine 57 the longest',
    ],
    [
      {kind: 'stuck', count: 1, overMs: 18_000, looks: 6, of: 12, goroutine: 57},
      'goroutine 57, one of 12, at the same place in all 6 looks over 18 s',
    ],
    [
      {kind: 'stuck', count: 208, overMs: 4_000, toldMs: 180_000, looks: 2, goroutine: 78, isPart: true},
      'none of the 208 looked at has moved on in all 2 looks over 4 s, and the runtime says for 3 min, goroutine 78 the longest',
    ],
    [
      {kind: 'one-lock', waiters: 208, of: 208, address: '0xa6d3f0', isPart: true},
      'all 208 looked at wait for one lock, at 0xa6d3f0',
    ],
    [
      {kind: 'stuck', count: 40, overMs: 300_000, looks: 1},
      '40 have waited there for up to 5 min, as the runtime says',
    ],
    [{kind: 'stuck', count: 20_000, overMs: 0, looks: 1}, '20,000 wait there at the same time'],
    [
      {kind: 'stuck', count: 1, overMs: 300_000, looks: 1},
      'it has waited there for 5 min, as the runtime says',
    ],
    [
      {kind: 'stuck', count: 1, overMs: 18_000, looks: 6},
      'the same goroutine at the same place in all 6 looks over 18 s',
    ],
  ],
  'one-lock': [
    [{kind: 'one-lock', waiters: 12, address: '0xc000012345'}, 'all 12 wait for one lock, at 0xc000012345'],
    [{kind: 'one-lock', waiters: 1, address: '0xc000012345'}, 'it waits for the lock at 0xc000012345'],
    [
      {kind: 'one-lock', waiters: 1, address: '0xc000012345', of: 19, goroutine: 57},
      'goroutine 57, one of 19, waits for the lock at 0xc000012345',
    ],
    [
      {kind: 'one-lock', waiters: 12, address: '0xc000012345', of: 19, goroutine: 57},
      '12 of 19 wait for one lock, at 0xc000012345',
    ],
  ],
  'holder-sleeps': [
    [
      {kind: 'holder-sleeps', function: 'main.(*Model).load', sleepMs: 25_000, goroutine: 29},
      'goroutine 29 seems to have it, and sleeps in main.(*Model).load for 25 s, longer than anybody has watched',
    ],
    [
      {kind: 'holder-sleeps', function: 'main.(*Model).load', sleepMs: 25_000, goroutine: undefined},
      'who seems to have it sleeps in main.(*Model).load for 25 s, longer than anybody has watched',
    ],
  ],
  'lock-again': [
    [
      {kind: 'lock-again', function: 'main.(*Book).Sell', lock: 'b.mu', line: 12, goroutine: 57, of: 1},
      'goroutine 57 asks again for what it has: main.(*Book).Sell, further out on its stack, has taken b.mu in line 12',
    ],
    [
      {
        kind: 'lock-again',
        function: 'main.(*Book).Sell',
        lock: undefined,
        line: undefined,
        goroutine: 57,
        of: 19,
      },
      'goroutine 57, one of 19, asks again for what it has: main.(*Book).Sell, further out on its stack, has taken that lock',
    ],
  ],
  'lock-order': [
    [
      {
        kind: 'lock-order',
        function: 'main.(*Book).Sell',
        other: 'main.(*Book).Buy',
        lock: 'b.prices',
        otherLock: 'b.stock',
        goroutine: undefined,
        otherGoroutine: undefined,
      },
      'main.(*Book).Sell waits for b.prices while it has b.stock, and main.(*Book).Buy for b.stock while it has b.prices',
    ],
    [
      {
        kind: 'lock-order',
        function: 'main.sell',
        other: 'main.buy',
        lock: undefined,
        otherLock: undefined,
        goroutine: 7,
        otherGoroutine: 9,
      },
      'goroutine 7 in main.sell and goroutine 9 in main.buy each wait for a lock of a value that the other works on',
    ],
    [
      {
        kind: 'lock-order',
        function: 'main.transfer',
        other: 'main.transfer',
        lock: 'to.mu',
        otherLock: 'from.mu',
        goroutine: 7,
        otherGoroutine: 8,
      },
      'goroutines 7 and 8 each have the lock that the other waits for: main.transfer asks for to.mu while it has from.mu',
    ],
  ],
  holder: [
    [
      {
        kind: 'holder',
        function: 'acme.dev/shop/bank.(*Account).pay',
        status: 'chan receive',
        count: 3,
        goroutine: 18,
      },
      'goroutine 18 seems to hold it, and is blocked itself: chan receive in bank.(*Account).pay',
    ],
    [
      {kind: 'holder', function: 'main.pay', status: 'chan receive', count: 3, goroutine: undefined},
      'it seems to be held by one of 3 that are blocked themselves: chan receive in main.pay',
    ],
  ],
  'same-lock': [
    [
      {kind: 'same-lock', function: 'main.(*Book).Sell', count: 90},
      'the same lock as that of 90 goroutines in main.(*Book).Sell, judged on their own',
    ],
  ],
  'waits-for': [
    [
      {kind: 'waits-for', function: 'main.worker', count: 8},
      'waiting for 8 goroutines in main.worker, judged on their own',
    ],
    [
      {kind: 'waits-for', function: 'main.worker', count: 1},
      'waiting for 1 goroutine in main.worker, judged on its own',
    ],
  ],
  victims: [
    [
      {kind: 'victims', function: 'main.wait', family: 'waitgroup', count: 1},
      '1 goroutine in main.wait (waiting for a WaitGroup) is held up by this',
    ],
    [
      {kind: 'victims', function: 'main.get', family: 'mutex', count: 30},
      '30 goroutines in main.get (waiting for a lock) are held up by this',
    ],
    [
      {kind: 'victims', function: 'main.get', family: 'select', count: 30},
      '30 goroutines in main.get (select) are held up by this',
    ],
  ],
  pair: [
    [
      {kind: 'pair', function: 'net/http.(*persistConn).writeLoop', count: 40},
      '40 goroutines in http.(*persistConn).writeLoop belong to the same',
    ],
  ],
  'started-within': [
    [
      {kind: 'started-within', functions: ['example.com/shop.(*Tenants).open']},
      'who started them was seen in shop.(*Tenants).open: look there first',
    ],
  ],
  callers: [
    [
      {kind: 'callers', functions: ['main.poll']},
      'requests were seen under way in main.poll; shorter ones may not have been seen',
    ],
    [
      {kind: 'callers', functions: ['example.com/hooks.(*Hook).deliver', 'main.poll']},
      'requests were seen under way in hooks.(*Hook).deliver and main.poll; shorter ones may not have been seen',
    ],
    [
      {kind: 'callers', functions: ['a.a', 'b.b', 'c.c', 'd.d', 'e.e']},
      'requests were seen under way in a.a, b.b, c.c and 2 more; shorter ones may not have been seen',
    ],
  ],
  sleep: [
    [
      {kind: 'sleep', leastMs: 3_600_000, mostMs: 3_600_000, count: 7, of: 17},
      '7 of 17 sleep for 1 h at a time, and it is these that stay',
    ],
    [
      {kind: 'sleep', leastMs: 3_600_000, mostMs: 7_200_000, count: 1, of: 9},
      '1 of 9 sleeps for 1 h to 2 h at a time, and it is these that stay',
    ],
    [{kind: 'sleep', leastMs: 3_600_000, mostMs: 3_600_000}, 'each sleep lasts 1 h'],
    [{kind: 'sleep', leastMs: 250, mostMs: 90_000}, 'each sleep lasts 250 ms to 90 s'],
  ],
  load: [
    [
      {kind: 'load', function: 'net/http.(*conn).serve', ratio: 1.02, count: 128},
      'moves with http.(*conn).serve: 1 for each of its 128',
    ],
    [
      {kind: 'load', function: 'net/http.(*conn).serve', ratio: 0.5, count: 128},
      'moves with http.(*conn).serve: 0.5 for each of its 128',
    ],
  ],
  'always-running': [
    [{kind: 'always-running', looks: 6}, 'running in all 6 looks, never seen to wait'],
    [{kind: 'always-running', looks: 1}, 'running in the one look, never seen to wait'],
  ],
  'present-at-attach': [
    [{kind: 'present-at-attach', count: 8}, '8 were there at the first look, and still are'],
    [{kind: 'present-at-attach', count: 1}, '1 was there at the first look, and still is'],
  ],
  constant: [[{kind: 'constant', count: 8, overMs: 20_000}, 'constant at 8 over 20 s']],
};

const findings: Record<SourceFinding['kind'], readonly [SourceFinding, string]> = {
  operation: [
    {kind: 'operation', operation: 'send', channel: 'results'},
    'source: the line is a send on results',
  ],
  unbuffered: [{kind: 'unbuffered', channel: 'results'}, 'source: results is made without a buffer'],
  buffered: [
    {kind: 'buffered', channel: 'results', size: 'len(items)'},
    'source: results has room for len(items)',
  ],
  'never-closed': [
    {kind: 'never-closed', channel: 'jobs', files: 3},
    'source: nothing closes jobs in the 3 files of its package',
  ],
  'channel-left': [
    {kind: 'channel-left', channel: 'results', function: 'example.com/app/pool.run'},
    'source: results is made in pool.run, which has returned and gave it to nobody else',
  ],
  'counted-start': [
    {kind: 'counted-start', function: 'main.main', line: 94},
    'source: main.main starts them in a loop that ends after so many turns, and is still in it, in line 94',
  ],
  closed: [{kind: 'closed', channel: 'jobs'}, 'source: jobs is closed somewhere in its package'],
  'no-exit-case': [
    {kind: 'no-exit-case', cases: ['<-t.C', 'j := <-jobs']},
    'source: no case of the select ends it (<-t.C; j := <-jobs)',
  ],
  'exit-case': [
    {kind: 'exit-case', text: '<-ctx.Done()'},
    'source: the select has a way out (<-ctx.Done()) that was not taken',
  ],
  'unlock-deferred': [
    {kind: 'unlock-deferred', lock: 'b.mu', line: 12},
    'source: b.mu is unlocked by the defer in line 12',
  ],
  slots: [
    {kind: 'slots', channel: 'r.slots', release: 'release', line: 12},
    'source: sending on r.slots takes a slot, and release gives it back in line 12',
  ],
  'endless-loop': [{kind: 'endless-loop', line: 12}, 'source: nothing leaves the loop in line 12'],
  'loop-exit': [
    {kind: 'loop-exit', line: 12, exit: 15},
    'source: the loop in line 12 can be left in line 15',
  ],
  'ends-by-itself': [
    {kind: 'ends-by-itself', text: 'time.After(d)'},
    'source: a timer ends this wait (time.After(d))',
  ],
  'stopped-clock': [
    {kind: 'stopped-clock', text: 'timer.C', line: 9},
    'source: line 9 stops the clock of timer.C, which then stays silent',
  ],
  'creator-may-leave': [
    {kind: 'creator-may-leave', exit: 39, receive: 42},
    'source: whoever started it can leave in line 39 without the receive in line 42',
  ],
  'receives-once': [
    {kind: 'receives-once', line: 42},
    'source: whoever started it receives once, in line 42',
  ],
  'lock-kept': [
    {kind: 'lock-kept', lock: 'r.mu', function: 'lookup', exit: 40},
    'source: lookup can leave in line 40 without unlocking r.mu',
  ],
  'lock-handed-over': [
    {
      kind: 'lock-handed-over',
      lock: 'd.mu',
      function: 'begin',
      exit: 40,
      release: 'close',
      line: 7,
      file: 'tx.go',
    },
    'source: begin returns in line 40 with d.mu, which close gives back in line 7 of tx.go',
  ],
  'done-missed': [
    {kind: 'done-missed', group: 'c.wg', function: 'merge', exit: 41},
    'source: merge can leave in line 41 without c.wg.Done',
  ],
  'own-connection': [
    {
      kind: 'own-connection',
      function: 'example.com/shop/till.(*printer).paper',
      text: 'net.Dial',
      line: 12,
      isLoop: false,
    },
    'source: till.(*printer).paper opens the connection itself (net.Dial, line 12) and sets no deadline',
  ],
  'never-waits': [{kind: 'never-waits', line: 7}, 'source: the loop in line 7 goes round without waiting'],
};

describe('what was seen is a sentence with its numbers:', () => {
  test.each(Object.values(sentences).flat())('%o', (evidence, sentence) => {
    expect(evidenceSentence(evidence)).toBe(sentence);
  });
});

const told = (finding: SourceFinding) => evidenceSentence({kind: 'source', finding});

describe('what the source says is marked as that:', () => {
  test.each<[SourceFinding, string]>([
    [{kind: 'closed', channel: 'jobs', line: 8, file: 'feed.go'}, 'jobs is closed in line 8 of feed.go, on'],
    [
      {
        kind: 'slots',
        channel: 'slots',
        release: 'done',
        line: 38,
        file: 'limit.go',
        function: 'run',
        exit: 9,
      },
      'done gives it back in line 38 of limit.go; run can leave in line 9 without that',
    ],
    [
      {kind: 'lock-kept', lock: 'mu', function: 'add', exit: 4, file: 'add.go'},
      'add can leave in line 4 of add.go without unlocking mu',
    ],
    [
      {kind: 'done-missed', group: 'wg', function: 'pay', exit: 8, file: 'pay.go'},
      'pay can leave in line 8 of pay.go without wg.Done',
    ],
    [{kind: 'receives-once', line: 7, file: 'ask.go'}, 'receives once, in line 7 of ask.go'],
    [
      {kind: 'creator-may-leave', exit: 5, receive: 7, file: 'ask.go'},
      'can leave in line 5 of ask.go without the receive in line 7',
    ],
  ])('%o, with the file that is not shown', (finding, part) => {
    expect(told(finding)).toContain(part);
  });

  test.each(Object.values(findings))('%o', (finding, sentence) => {
    expect(evidenceSentence({kind: 'source', finding})).toBe(sentence);
  });

  test('a close that not all ways reach, and a lock that is kept over a wait, are told with their lines', () => {
    expect(told({kind: 'closed', channel: 'jobs', line: 8})).toBe(
      'source: jobs is closed in line 8, on the ways that lead there',
    );
    expect(told({kind: 'lock-kept', lock: 'j.mu', function: 'append', wait: 39, operation: 'send'})).toBe(
      'source: append waits while it has j.mu, for a send in line 39',
    );
  });
});

test('of moments of which only the order is known no rate and no span of time is told', () => {
  const overMs = Number.NaN;
  const growth = {kind: 'growth', first: 10, last: 110, perMinute: overMs, overMs, neverFell: true} as const;
  expect(evidenceSentence(growth)).toBe('10 at first, 110 now, never fell');
  expect(evidenceSentence({kind: 'survivors', survived: 85, seen: 85, born: 100, overMs})).toBe(
    '85 of 85 seen at an earlier moment are still there by id, 100 came since the first look',
  );
  expect(evidenceSentence({kind: 'stuck', count: 3, looks: 4, overMs})).toBe(
    'none of the 3 has moved on in all 4 looks',
  );
  expect(evidenceSentence({kind: 'constant', count: 3, overMs})).toBe('constant at 3');
});
