import {describe, expect, test} from 'vitest';
import {factsAt} from './memory-files.ts';

async function inFunction(lines: string, parameters = 'ch chan int, ctx context.Context') {
  return factsAt(`func f(${parameters}) {\n${lines}\n}\n`, {function: 'f'});
}

describe('the operation of a line', () => {
  test.each([
    ['for range ch { // here\n}', 'range', 'ch'],
    ['for v := range s.orders { // here\n}', 'range', 's.orders'],
    ['<-ch // here', 'receive', 'ch'],
    ['return <-s.queue[i] // here', 'receive', 's.queue[i]'],
    ['v, ok := <-ch // here', 'receive-two-values', 'ch'],
    ['s.v, s.ok = <-ch // here', 'receive-two-values', 'ch'],
    ['a, b := 1, <-ch // here', 'receive', 'ch'],
    ['f(a, <-ch) // here', 'receive', 'ch'],
    ['ch <- <-other // here', 'send', 'ch'],
    ['s.get(1).out <- struct{}{} // here', 'send', 's.get(1).out'],
    ['s.mu.Lock() // here', 'lock', 's.mu'],
    ['s.mu.RLock() // here', 'rlock', 's.mu'],
    ['wg.Wait() // here', 'wait', 'wg'],
    ['time.Sleep(time.Hour) // here', 'sleep', 'time.Sleep'],
    ['io.ReadAll(body) // here', 'call', 'io.ReadAll'],
    ['var in <-chan int // here', 'unknown', undefined],
    ['out := make(chan<- int) // here', 'call', 'make'],
    ['} // here', 'unknown', undefined],
  ])('%s', async (line, operation, subject) => {
    const facts = await inFunction(line);
    expect([facts.operation, facts.subject?.text]).toEqual([operation, subject]);
  });

  test('a Wait on what is declared as a sync.Cond waits for a condition', async () => {
    const facts = await factsAt(
      'type q struct {\n\tready *sync.Cond\n}\nfunc (s *q) f() {\n\ts.ready.Wait() // here\n}\n',
      {function: '(*q).f'},
    );
    expect(facts.operation).toBe('cond-wait');
  });

  test('what stands in a literal is not done by the function around it', async () => {
    expect((await inFunction('run(func() { ch <- 1 }) // here')).operation).toBe('call');
  });

  test('of several operations on a line the one that is waited for counts', async () => {
    const body = 'func f(a, b chan int) {\n\ta <- <-b // here\n}\n';
    const question = {function: 'f'};
    const wait = {family: 'chan receive', isInnermost: true} as const;
    expect((await factsAt(body, question)).subject?.name).toBe('a');
    expect((await factsAt(body, {...question, wait})).subject?.name).toBe('b');
  });
});

describe('selects', () => {
  test('each case is told by what it waits for and whether it leaves', async () => {
    const facts = await inFunction(`
      done := ctx.Done()
      ticker := time.NewTicker(time.Second)
      var timer = time.NewTimer(time.Second)
      late := time.After(time.Minute)
      for {
        select { // here
        case <-done:
          return
        case <-ctx.Done():
          break
        case <-ticker.C:
          func() { return }()
        case <-timer.C:
        case <-late:
        case <-time.After(time.Second):
        case <-time.Tick(time.Second):
        case <-s.clock.C:
        case v, ok := <-s.orders:
          select {
          case <-inner:
          }
        case out[i] <- value:
          continue next
        default:
          panic("full")
        }
      }`);
    expect(facts.operation).toBe('select');
    expect(facts.cases?.map(({kind, channel, leaves}) => [kind, channel?.text, leaves])).toEqual([
      ['ctx.Done', 'done', true],
      ['ctx.Done', 'ctx.Done()', false],
      ['ticker', 'ticker.C', false],
      ['timer', 'timer.C', false],
      ['time.After', 'late', false],
      ['time.After', 'time.After(time.Second)', false],
      ['ticker', 'time.Tick(time.Second)', false],
      ['clock', 's.clock.C', false],
      ['receive', 's.orders', false],
      ['send', 'out[i]', true],
      ['default', undefined, true],
    ]);
  });

  test('a case leaves always, or only in a branch', async () => {
    const facts = await inFunction(`
      for {
        select { // here
        case <-listening:
          log("end")
          return
        case v := <-queue:
          if use(v) != nil {
            return
          }
        case <-in:
          func() { return }()
        }
      }`);
    expect(facts.cases?.map(({leaves, leavesAlways}) => [leaves, leavesAlways])).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
  });

  test('a select without cases', async () => {
    const facts = await inFunction('select {} // here');
    expect([facts.operation, facts.cases]).toEqual(['select', []]);
  });

  test('the line of a case belongs to its select', async () => {
    const facts = await inFunction('select {\ncase ch <- 1: // here\ncase <-ctx.Done():\n}');
    expect([facts.operation, facts.cases?.map(({kind}) => kind)]).toEqual(['select', ['send', 'ctx.Done']]);
  });

  test('a select with one case is the plain operation that the compiler makes of it', async () => {
    const facts = await inFunction('select {\ncase ch <- 1: // here\n}');
    expect([facts.operation, facts.subject?.text]).toEqual(['send', 'ch']);
  });

  test('a receive in the statements of a case is not the select', async () => {
    const facts = await inFunction('select {\ncase ch <- 1:\n\t<-other // here\ndefault:\n}');
    expect([facts.operation, facts.cases]).toEqual(['receive', undefined]);
  });
});

describe('loops', () => {
  test.each([
    ['for {\n\t<-ch // here\n}', true],
    ['for true {\n\t<-ch // here\n}', true],
    ['for i := 0; ; i++ {\n\t<-ch // here\n}', true],
    ['for {\n\tif x {\n\t\treturn\n\t}\n\t<-ch // here\n}', false],
    ['for {\n\t<-ch // here\n\tif x {\n\t\tbreak\n\t}\n}', false],
    ['for {\n\t<-ch // here\n\tswitch x {\n\tcase 1:\n\t\tbreak\n\t}\n}', true],
    ['for {\n\t<-ch // here\n\tgo func() { return }()\n}', true],
    ['for {\n\t<-ch // here\n\tlog.Fatal(x)\n}', false],
    ['all:\nfor {\n\tfor {\n\t\t<-ch // here\n\t\tcontinue all\n\t}\n}', true],
    ['all:\nfor {\n\tfor {\n\t\t<-ch // here\n\t\tbreak all\n\t}\n}', false],
    ['for {\n\tfor x {\n\t\t<-ch // here\n\t}\n}', true],
    ['for ctx.Err() == nil {\n\t<-ch // here\n}', false],
    ['for i := 0; i < 3; i++ {\n\t<-ch // here\n}', false],
    ['for range []int{1, 2} {\n\t<-ch // here\n}', false],
    ['for range ch { // here\n}', false],
    ['for range time.Tick(time.Second) { // here\n}', true],
    ['t := time.NewTicker(1)\nfor range t.C { // here\n\tif x {\n\t\treturn\n\t}\n}', false],
  ])('%j has no way out: %s', async (body, isEndless) => {
    expect((await inFunction(body)).loop?.isEndless).toBe(isEndless);
  });

  test.each([
    ['for {', 'endless'],
    ['for i := 0; ; i++ {', 'endless'],
    ['for i := 0; i < n; i++ {', 'bounded'],
    ['for left := n; left > 0; left -= step {', 'bounded'],
    ['for time.Now().Before(end) {', 'bounded'],
    ['for start := time.Now(); time.Since(start) < limit; {', 'bounded'],
    ['for time.Now().Before(end) || !done {', 'condition'],
    ['for i := 0; i < n || more; i++ {', 'condition'],
    ['for i := 0; next(); i++ {', 'condition'],
    ['for tries < 5 {', 'condition'],
    ['for range 5 {', 'bounded'],
    ['for range n {', 'range'],
  ])('%j is %s', async (header, kind) => {
    expect((await inFunction(`${header}\n\t<-ch // here\n}`)).loop?.header).toBe(kind);
  });

  test('a line outside of loops has none', async () => {
    expect((await inFunction('for {\n\tbreak\n}\n<-ch // here')).loop).toBeUndefined();
  });
});

describe('clean-up', () => {
  test('calls of the function and of what it defers, not of goroutines that it starts', async () => {
    const facts = await inFunction(`
      defer ticker.Stop()
      ctx, cancel := context.WithCancel(ctx)
      defer func() {
        cancel()
      }()
      go func() { conn.Close() }()
      <-ctx.Done() // here
      mu.Unlock()
      close(ch)`);
    expect(facts.cleanups.map(({kind, text, isDeferred}) => [kind, text, isDeferred])).toEqual([
      ['stop', 'ticker.Stop', true],
      ['cancel', 'cancel', true],
      ['unlock', 'mu.Unlock', false],
      ['close', 'close', false],
    ]);
  });
});

describe('locks and WaitGroups', () => {
  test('a function that returns with the lock is named with the line of that return', async () => {
    const facts = await factsAt(
      `
func (a *Account) Take(n int) error {
	a.mu.Lock() // here
	if a.balance < n {
		return errPoor
	}
	a.mu.Unlock()
	return nil
}
func (a *Account) Look() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.balance
}
func (a *Account) Wait() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.news <- 1
}
func (a *Account) Keep() {
	a.mu.Lock()
}
func (a *Account) Other() {
	a.other.Lock()
}
`,
      {function: '(*Account).Take'},
    );
    expect(facts.holds.map(({function: name, exits, waits}) => [name, exits, waits])).toEqual([
      ['Take', [6], []],
      ['Wait', [], [{kind: 'send', line: 19}]],
      ['Keep', [23], []],
    ]);
  });

  test('a Done that a return skips is found, and a deferred one is fine', async () => {
    const facts = await factsAt(
      `
func (b *Batch) Settle() {
	b.wg.Wait() // here
}
func (b *Batch) pay() {
	if bad() {
		return
	}
	b.wg.Done()
}
func (b *Batch) payOnce() {
	if isPaid() {
		b.wg.Wait()
		return
	}
	b.wg.Add(1)
	work()
	b.wg.Done()
}
func (b *Batch) payDeferred() {
	defer b.wg.Done()
	if bad() {
		return
	}
}
`,
      {function: '(*Batch).Settle'},
    );
    expect(facts.holds.map(({function: name, line, exits}) => [name, line, exits])).toEqual([
      ['pay', 10, [8]],
    ]);
  });
});
