import {describe, expect, test} from 'vitest';
import {patterns} from '../../source/diagnosis/patterns.ts';
import type {PatternName} from '../../source/diagnosis/pattern-name.ts';
import {variantOf, wordsOf} from '../../source/diagnosis/words-of.ts';
import type {SourceFinding} from '../../source/diagnosis/source-finding.ts';
import type {Evidence, Verdict} from '../../source/diagnosis/verdict.ts';
import {verdictOf} from '../../source/diagnosis/verdict-of.ts';
import {suspect} from './suspects.ts';

type Given = {
  readonly stack?: readonly string[];
  readonly evidence?: readonly Evidence[];
  readonly findings?: readonly SourceFinding[];
  readonly isRead?: boolean;
};

function verdict(pattern: PatternName, given: Given = {}): Verdict {
  const {stack = ['main.work'], evidence = [], findings = [], isRead = true} = given;
  return {
    ...verdictOf(suspect('select', stack, {pattern, count: 12})),
    evidence: [...evidence, ...findings.map((finding) => ({kind: 'source' as const, finding}))],
    source: isRead ? {kind: 'found', path: '/app/a.go', line: 1, lines: []} : {kind: 'none'},
  };
}

function adviceOnLock(given: Given): string {
  return wordsOf(verdict('mutex-not-released', given), patterns).advice;
}

function variant(pattern: PatternName, given: Given) {
  return variantOf(verdict(pattern, given), patterns[pattern].variants);
}

const exitCase: SourceFinding = {kind: 'exit-case', text: '<-c.stop'};
const keptOverWait: SourceFinding = {
  kind: 'lock-kept',
  lock: 'mu',
  function: 'f',
  wait: 7,
  operation: 'send',
};
const leftWithLock: SourceFinding = {kind: 'lock-kept', lock: 'mu', function: 'f', exit: 9};

test('without anything more a verdict has the words of its pattern', () => {
  const {title, advice, confirm, phrase} = wordsOf(verdict('receive-never-sent'), patterns);
  expect({title, advice, confirm, phrase}).toEqual({
    title: patterns['receive-never-sent'].title,
    advice: patterns['receive-never-sent'].advice,
    confirm: patterns['receive-never-sent'].confirm,
    phrase: patterns['receive-never-sent'].phrase,
  });
});

/** Of three goroutines of an errgroup that wait to send. */
function titleOfMember(stack: readonly string[]): string {
  const group = verdictOf(suspect('chan send', stack, {pattern: 'errgroup-stuck'}));
  return wordsOf({...verdict('errgroup-stuck', {stack}), ...group}, patterns).title(3);
}

describe('the variant that fits', () => {
  test('who asks again for what it has is told so, and not to look for a holder', () => {
    const name = 'main.(*Book).Sell';
    const evidence = [
      {kind: 'lock-again', function: name, lock: 'b.mu', line: 4, goroutine: 7, of: 3},
    ] as const;
    const words = wordsOf(verdict('mutex-not-released', {evidence}), patterns);
    expect(words.title(3)).toBe('3 goroutines wait for a lock that the same goroutine has taken');
    expect(words.confirm).not.toContain('holder');
  });

  test('who waits for a connection is not sent to mend package sql', () => {
    const evidence = [{kind: 'waits-for', function: 'database/sql.(*Rows).awaitDone', count: 5}] as const;
    const {advice} = wordsOf(verdict('sql-pool-exhausted', {evidence}), patterns);
    expect(advice).toContain('defer rows.Close()');
    expect(advice).not.toContain('Mend');
  });

  test('a select that a timer ends is told so', () => {
    const findings = [{kind: 'ends-by-itself', text: 't.C'}] as const;
    expect(wordsOf(verdict('select-no-exit', {findings}), patterns).title(3)).toBe(
      '3 goroutines wait in a select that a timer ends',
    );
  });

  test('a select that has a way out is not said to have none', () => {
    expect(wordsOf(verdict('select-no-exit', {findings: [exitCase]}), patterns).title(3)).toBe(
      '3 goroutines wait in a select whose way out is not taken',
    );
    expect(variant('ticker-loop', {findings: [exitCase]})).toBe('way-out-unused');
  });

  test('a handler that ends with its client is not told to do so', () => {
    const findings: readonly SourceFinding[] = [{kind: 'exit-case', text: '<-r.Context().Done()'}];
    expect(wordsOf(verdict('handler-stuck', {findings}), patterns).title(3)).toBe(
      '3 goroutines serve a request that its client keeps open',
    );
    expect(variant('handler-stuck', {findings: [exitCase]})).toBeUndefined();
  });

  test('a loop that ends under a condition is not said to have no way out', () => {
    const findings = [{kind: 'loop-exit', line: 7, exit: 9}] as const;
    expect(wordsOf(verdict('sleep-loop', {findings}), patterns).title(3)).toBe(
      '3 goroutines work and sleep in a loop whose way out is not taken',
    );
    expect(wordsOf(verdict('select-no-exit', {findings}), patterns).title(3)).toBe(
      '3 goroutines wait in a select in a loop that does not come to its end',
    );
    for (const pattern of ['ticker-loop', 'time-after-loop'] as const)
      expect(variant(pattern, {findings})).toBe('condition-unmet');
  });

  test('a range that nobody could read may be over a ticker; one that was read is not', () => {
    expect(variant('range-never-closed', {isRead: false})).toBe('unread');
    expect(variant('range-never-closed', {})).toBeUndefined();
    expect(variant('receive-never-sent', {isRead: false})).toBe('unread');
  });

  test('a deferred unlock is not advised where the lock is held over a wait, unless it is forgotten elsewhere', () => {
    expect(variant('mutex-not-released', {findings: [keptOverWait]})).toBe('unlock-deferred');
    expect(variant('mutex-not-released', {findings: [keptOverWait, leftWithLock]})).toBeUndefined();
    const deferred = {kind: 'unlock-deferred', lock: 'mu', line: 3} as const;
    expect(variant('mutex-not-released', {findings: [deferred]})).toBe('unlock-deferred');
    expect(wordsOf(verdict('mutex-not-released', {findings: [deferred]}), patterns).advice).not.toContain(
      'defer mu.Unlock()',
    );
  });

  test('where a function returns with the lock, whoever asks for it there is named as one to give it back', () => {
    const finding = {
      kind: 'lock-handed-over',
      lock: 'db.mu',
      function: 'begin',
      exit: 20,
      release: 'close',
      line: 60,
    } as const;
    const findings = [finding];
    const asking = ['store.(*DB).begin', 'store.(*DB).Begin', 'main.(*ledger).book', 'main.main'];
    expect(adviceOnLock({findings, stack: asking})).toMatch(
      /`defer tx\.Rollback\(\)`\. Begin with `main\.\(\*ledger\)\.book`/,
    );
    expect(adviceOnLock({findings, stack: ['main.(*db).begin', 'main.book']})).toContain('`main.book`');
    expect(adviceOnLock({findings, stack: ['store.(*DB).Size', 'main.report']})).not.toContain('Begin with');
    expect(variant('mutex-not-released', {findings: [finding, leftWithLock]})).toBeUndefined();
    expect(variant('mutex-not-released', {findings: [finding, keptOverWait]})).toBe('unlock-deferred');
  });

  test('a body that others are seen to read is not said to be closed by nobody', () => {
    const evidence = [{kind: 'waits-for', function: 'main.follow', count: 11}] as const;
    expect(wordsOf(verdict('http-body-not-closed', {evidence}), patterns).title(12)).toBe(
      '12 goroutines keep a client connection for a response body that is still being read',
    );
    expect(wordsOf(verdict('http-body-not-closed'), patterns).title(12)).toContain('nobody closes');
  });

  test('who waits in Acquire of a semaphore is told to release, not to cancel', () => {
    const stack = ['golang.org/x/sync/semaphore.(*Weighted).Acquire', 'main.plan'];
    for (const pattern of ['select-no-exit', 'context-never-cancelled'] as const) {
      const {advice} = wordsOf(verdict(pattern, {stack}), patterns);
      expect(advice).toContain('defer sem.Release(n)');
    }
  });

  test('a member of an errgroup that waits to start another one is told that the group is full', () => {
    const stack = ['golang.org/x/sync/errgroup.(*Group).Go', 'main.visit'];
    const one = {...verdict('errgroup-stuck', {stack}), ...verdictOf(suspect('chan send', stack))};
    expect(wordsOf(one, patterns).title(2)).toBe('2 goroutines wait for a place in an errgroup that is full');
  });

  test('of members of an errgroup that wait to send is about who receives', () => {
    const entry = 'golang.org/x/sync/errgroup.(*Group).Go.func1';
    expect(titleOfMember(['main.read', entry])).toBe(
      '3 goroutines wait to send in an errgroup, and nobody receives',
    );
    expect(titleOfMember(['golang.org/x/sync/errgroup.(*Group).Go', 'main.read', entry])).toContain('full');
  });

  test('code of a library is not to be edited: what was made of it is to be ended', () => {
    const patternsOfLibrary = [
      ...(['send-receiver-gone', 'send-blocked', 'range-never-closed', 'receive-never-sent'] as const),
      ...(['select-no-exit', 'context-never-cancelled', 'cond-never-signalled', 'ticker-loop'] as const),
    ];
    const stack = ['acme.dev/feed.(*Reader).run /go/pkg/mod/acme.dev/feed@v1.2.0/reader.go:9', 'main.work'];
    for (const pattern of patternsOfLibrary) {
      for (const findings of [[], [exitCase], [{kind: 'loop-exit', line: 7}] as const]) {
        const {advice} = wordsOf(verdict(pattern, {stack, findings}), patterns);
        expect(advice).toMatch(/^This is code of a library: .*`Close`/);
        expect(wordsOf(verdict(pattern, {findings}), patterns).advice).not.toContain('library:');
      }
    }
  });

  test('of a lock in a library the use is to be mended, unless more is known of who has it', () => {
    const stack = ['acme.dev/store.(*DB).begin /go/pkg/mod/acme.dev/store@v1.2.0/db.go:9', 'main.work'];
    const handed = {
      kind: 'lock-handed-over',
      lock: 'mu',
      function: 'begin',
      exit: 9,
      release: 'end',
      line: 7,
    } as const;
    expect(adviceOnLock({stack})).toMatch(/^This is code of a library: /);
    expect(adviceOnLock({stack, findings: [handed]})).toMatch(
      /^A function takes this lock and returns with it/,
    );
    expect(adviceOnLock({stack, findings: [keptOverWait]})).toMatch(/^The unlock is not what is missing/);
    expect(adviceOnLock({})).not.toContain('library:');
  });

  test('a channel that a call gives out is closed by what gives it out', () => {
    for (const pattern of ['range-never-closed', 'receive-never-sent'] as const) {
      const from = (channel: string) =>
        variant(pattern, {findings: [{kind: 'operation', operation: 'range', channel}]});
      expect(from('c.Out()')).toBe('given-out');
      expect(from('c.out')).toBeUndefined();
      expect(from('ctx.Done()')).toBeUndefined();
      expect(from('time.After(d)')).toBeUndefined();
    }
  });

  test('of a select in a library tells the way out in its title', () => {
    const stack = ['acme.dev/feed.(*Reader).run /go/pkg/mod/acme.dev/feed@v1.2.0/reader.go:9'];
    const {title} = wordsOf(verdict('select-no-exit', {stack, findings: [exitCase]}), patterns);
    expect(title(3)).toBe('3 goroutines wait in a select whose way out is not taken');
    const unread = verdict('select-no-exit', {stack, isRead: false});
    expect(wordsOf(unread, patterns).title(3)).toBe('3 goroutines wait in a select that does not end');
  });

  test('a semaphore is to be released, though its code is a library', () => {
    const acquire = 'golang.org/x/sync/semaphore.(*Weighted).Acquire';
    const stack = [`${acquire} /go/pkg/mod/golang.org/x/sync@v0.9.0/semaphore/semaphore.go:74`, 'main.plan'];
    const {advice} = wordsOf(verdict('select-no-exit', {stack}), patterns);
    expect(advice).toContain('defer sem.Release(n)');
  });

  test('code of Go itself is no library, wherever its tool chain is kept', () => {
    const root = '/home/build/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.25.3.linux-amd64/src';
    const stack = [`context.(*cancelCtx).propagateCancel.func2 ${root}/context/context.go:510`];
    expect(wordsOf(verdict('context-never-cancelled', {stack}), patterns).advice).toContain('cancel()');
  });

  test('a send that takes a slot is not told to make room', () => {
    const slots = {kind: 'slots', channel: 'z.slots', release: 'release', line: 9} as const;
    for (const pattern of ['send-blocked', 'send-receiver-gone'] as const) {
      const {title, advice} = wordsOf(verdict(pattern, {findings: [slots]}), patterns);
      expect(title(2)).toBe('2 goroutines wait for a slot that is not given back');
      expect(advice).not.toContain('make(chan');
    }
  });
});

test('what keeps a lock from others while it waits is told to unlock first', () => {
  const evidence = [{kind: 'victims', function: 'main.get', family: 'mutex', count: 3}] as const;
  expect(wordsOf(verdict('send-blocked', {evidence}), patterns).advice).toMatch(
    /unlock, and only then wait\.$/,
  );
  expect(wordsOf(verdict('once-stuck', {evidence}), patterns).advice).toBe(patterns['once-stuck'].advice);
});

describe('what only waits for others', () => {
  test('is told to mend these, by name', () => {
    const evidence = [{kind: 'waits-for', function: 'acme.dev/shop/main.fetch', count: 3}] as const;
    const {advice, confirm} = wordsOf(verdict('waitgroup-never-done', {evidence}), patterns);
    expect(advice).toContain('`main.fetch`');
    expect(advice).not.toContain('wg.Done');
    expect(confirm).toContain('`main.fetch`');
  });

  test('of a Once is not told to unlock what only the Once can', () => {
    const evidence = [{kind: 'holder', function: 'main.f', status: 'chan receive', count: 1}] as const;
    const {advice} = wordsOf(verdict('once-stuck', {evidence}), patterns);
    expect(advice).toBe(
      'Mend `main.f` first, which has a verdict of its own: it waits (chan receive) inside the function of the Once.',
    );
  });

  test('of a lock is told nothing about channels where its holder waits for a lock', () => {
    const evidence = [
      {kind: 'holder', function: 'main.f', status: 'sync.RWMutex.RLock', count: 1, goroutine: 7},
    ] as const;
    const {advice} = wordsOf(verdict('mutex-not-released', {evidence}), patterns);
    expect(advice).not.toContain('channels');
  });

  test('at the same lock as others is told that it is one fault', () => {
    const evidence = [{kind: 'same-lock', function: 'main.(*Book).Sell', count: 9}] as const;
    const {advice} = wordsOf(verdict('mutex-not-released', {evidence}), patterns);
    expect(advice).toBe('It is the lock that `main.(*Book).Sell` waits for too: what mends that mends this.');
  });

  test('of its own function is told of the other line', () => {
    const {group} = verdict('mutex-not-released');
    const cause = group.frame?.function ?? '';
    const evidence = [{kind: 'holder', function: cause, status: 'sync.Mutex.Lock', count: 2}] as const;
    const {advice} = wordsOf(verdict('mutex-not-released', {evidence}), patterns);
    expect(cause).not.toBe('');
    expect(advice).toMatch(/^Mend the other line of `.+` first/);
  });

  test('of a lock is told who holds it', () => {
    const evidence = [
      {kind: 'holder', function: 'feed.(*Book).Publish', status: 'chan send', count: 2},
    ] as const;
    const {advice} = wordsOf(verdict('mutex-not-released', {evidence}), patterns);
    expect(advice).toMatch(/^Mend `feed\.\(\*Book\)\.Publish` first.*\(chan send\)/);
  });
});
