import {describe, expect, test} from 'vitest';
import {factsAt, type Question} from './memory-files.ts';

async function originAt(body: string, question: Question) {
  const {channel} = await factsAt(body, question);
  return [channel?.how, channel?.buffering, channel?.makes.map(({size}) => size)];
}

const gateOf = (literal: string) =>
  `type gate struct {\n\tsync.Mutex\n\topen, shut chan int \x60json:"-"\x60\n\t*log\n\tnext chan int\n}\nvar g = ${literal}\nfunc f() {\n\tg.next <- 1 // here\n}`;

describe('where a channel is made', () => {
  test('in the same function, the literal around it, or the argument of a literal', async () => {
    expect(await originAt('func f() {\n\tch := make(chan int)\n\t<-ch // here\n}', {function: 'f'})).toEqual([
      'same-function',
      'unbuffered',
      [undefined],
    ]);
    expect(
      await originAt(
        'func f() {\n\ta, ch := make(chan int), make(chan int, len(xs))\n\tgo func() {\n\t\tch <- 1 // here\n\t}()\n}',
        {
          function: 'f.func1',
        },
      ),
    ).toEqual(['same-function', 'buffered', ['len(xs)']]);
    expect(
      await originAt(
        'func f() {\n\tout := make(chan int, 0)\n\tgo func(ch chan int) {\n\t\tch <- 1 // here\n\t}(out)\n}',
        {
          function: 'f.func1',
        },
      ),
    ).toEqual(['argument', 'unbuffered', [undefined]]);
    expect(
      await originAt('func f() {\n\tvar ch chan int = make(chan int, 4)\n\t<-ch // here\n}', {function: 'f'}),
    ).toEqual(['same-function', 'buffered', ['4']]);
  });

  test('a field by its place in a literal without names', async () => {
    expect(
      await originAt(gateOf('gate{sync.Mutex{}, make(chan int), make(chan int), nil, make(chan int, n)}'), {
        function: 'f',
      }),
    ).toEqual(['field-or-variable', 'buffered', ['n']]);
    expect(await originAt(gateOf('list[int]{make(chan int, n)}'), {function: 'f'})).toEqual([
      'unknown',
      'unknown',
      [],
    ]);
  });

  const twoCallers = `
func run() {
	done := make(chan string)
	go report(1, done) // go
}
func runBuffered() {
	done := make(chan string, 1)
	go report(1, done)
}
func report(n int, out chan<- string) {
	out <- "x" // here
}
`;

  test('the creator decides between callers that make it differently', async () => {
    expect(await originAt(twoCallers, {function: 'report', creator: 'run'})).toEqual([
      'argument',
      'unbuffered',
      [undefined],
    ]);
    expect(await originAt(twoCallers, {function: 'report'})).toEqual([
      'argument',
      'differs',
      [undefined, '1'],
    ]);
  });

  test('a channel made right in the call', async () => {
    expect(
      await originAt(
        'func f() {\n\tgo w(make(chan int)) // go\n}\nfunc w(ch chan int) {\n\t<-ch // here\n}',
        {
          function: 'w',
          creator: 'f',
        },
      ),
    ).toEqual(['argument', 'unbuffered', [undefined]]);
  });

  test('fields and package variables are found in other files of the package, but not of another package', async () => {
    const body = 'func (p *Pool) f() {\n\tfor range p.jobs { // here\n\t}\n}';
    const others = {
      '/app/pool/new.go': 'package pool\nfunc New() *Pool { return &Pool{jobs: make(chan int, 8)} }',
      '/app/pool/tool.go': 'package main\nfunc New() *Pool { return &Pool{jobs: make(chan int)} }',
      '/app/pool/pool_test.go': 'package pool\nfunc TestX() { p.jobs = make(chan int) }',
    };
    expect(await originAt(body, {function: '(*Pool).f', others})).toEqual([
      'field-or-variable',
      'buffered',
      ['8'],
    ]);
  });

  test('what a function of the package returns, and what stands under another name', async () => {
    expect(
      await originAt(
        'func open() chan int {\n\tc := make(chan int, 2)\n\treturn c\n}\nfunc f() {\n\tch := open()\n\t<-ch // here\n}',
        {
          function: 'f',
        },
      ),
    ).toEqual(['result', 'buffered', ['2']]);
    expect(
      await originAt('func New() { s.in = make(chan int) }\nfunc f() {\n\tch := s.in\n\t<-ch // here\n}', {
        function: 'f',
      }),
    ).toEqual(['field-or-variable', 'unbuffered', [undefined]]);
  });

  test('a channel that comes from elsewhere is unknown', async () => {
    expect(await originAt('func f(ch chan int) {\n\t<-ch // here\n}', {function: 'f'})).toEqual([
      'unknown',
      'unknown',
      [],
    ]);
  });

  test('functions that call each other with their own parameter end the search', async () => {
    const body =
      'func f(ch chan int) {\n\tg(ch)\n\t<-ch // here\n}\nfunc g(ch chan int) {\n\tf(ch)\n\tg(ch)\n}';
    expect(await originAt(body, {function: 'f'})).toEqual(['unknown', 'unknown', []]);
  });
});

describe('close', () => {
  const body = `
func run() {
	items := make(chan int)
	go store(items) // go
	if err := fill(items); err != nil {
		return
	}
	close(items)
}
func store(in chan int) {
	for range in { // here
	}
}
`;

  test('is found under the name that the creator has for the channel', async () => {
    const facts = await factsAt(body, {function: 'store', creator: 'run'});
    expect(facts.channel?.names).toEqual(['in', 'items']);
    expect(facts.closes.map(({line, isDeferred, within}) => [line, isDeferred, within?.name])).toEqual([
      [9, false, 'run'],
    ]);
  });

  test('is found in other files, and a deferred literal counts as deferred', async () => {
    const facts = await factsAt('func f() {\n\tfor range p.jobs { // here\n\t}\n}', {
      function: 'f',
      others: {
        '/app/pool/x.go': 'package pool\nfunc Stop() { defer func() { close(p.jobs) }(); p.close(jobs) }',
      },
    });
    expect(facts.closes.map(({path, isDeferred}) => [path, isDeferred])).toEqual([['/app/pool/x.go', true]]);
    expect(facts.package).toEqual({files: 2, complete: true});
  });

  test('a close of something else is none', async () => {
    const facts = await factsAt('func f() {\n\t<-done // here\n\tclose(other)\n}', {function: 'f'});
    expect(facts.closes).toEqual([]);
  });
});

describe('the creator', () => {
  test('that may leave by another case before it receives', async () => {
    const facts = await factsAt(
      `
func quote(ctx context.Context) (int, error) {
	answer := make(chan int)
	go ask(answer) // go
	select {
	case price := <-answer:
		return price, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}
func ask(out chan int) {
	out <- 1 // here
}
`,
      {function: 'ask', creator: 'quote'},
    );
    expect(facts.creator).toMatchObject({
      startsInLoop: false,
      channel: {text: 'answer'},
      uses: [{kind: 'receive', line: 7, inSelect: true, inLoop: false, inLiteral: false}],
      earlyExits: [{kind: 'return', line: 10}],
    });
  });

  test('that leaves the loop of its receives at the first failure', async () => {
    const facts = await factsAt(
      `
func run() error {
	errs := make(chan error)
	for range 3 {
		go func() { // go
			errs <- work() // here
		}()
	}
	for range 3 {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}
`,
      {function: 'run.func1'},
    );
    expect(facts.creator).toMatchObject({
      startsInLoop: true,
      uses: [{kind: 'receive', line: 11, inLoop: true}],
      earlyExits: [{kind: 'return', line: 12}],
    });
  });

  test('that always receives has no early way out', async () => {
    const facts = await factsAt(
      'func run() int {\n\tch := make(chan int)\n\tgo func() { // go\n\t\tch <- 1 // here\n\t}()\n\tv := <-ch\n\treturn v\n}',
      {function: 'run.func1', creator: 'run'},
    );
    expect(facts.creator).toMatchObject({uses: [{kind: 'receive', line: 7}], earlyExits: []});
  });

  test('a return between the go statement and the receive is one, and the receive in a return is none', async () => {
    const facts = await factsAt(
      'func run() int {\n\tch := make(chan int)\n\tgo func() {\n\t\tch <- 1 // here\n\t}()\n\tif x {\n\t\treturn 0\n\t}\n\treturn <-ch\n}',
      {function: 'run.func1'},
    );
    expect(facts.creator?.earlyExits).toEqual([{kind: 'return', line: 8}]);
  });
});
