import {describe, expect, test} from 'vitest';
import {refineByConnection} from '../../../source/diagnosis/signs/own-connection.ts';
import {createSourceReader} from '../../../source/gosource/source-reader.ts';
import {lineOf, memoryFiles} from '../../gosource/memory-files.ts';
import {frame} from '../../helpers/session.ts';
import {followedWith, suspect} from '../suspects.ts';

const path = '/app/till/till.go';

/** What is said of goroutines that read in `ask`, called by `check`; the lines are marked `// ask` and `// check`. */
async function refined(
  source: string,
  given: {settled?: number; gone?: number; via?: string; isAssumed?: boolean} = {},
) {
  const stack = [
    'internal/poll.runtime_pollWait /usr/local/go/src/runtime/netpoll.go:351',
    'net.(*conn).Read /usr/local/go/src/net/net.go:196',
    ...(given.via === undefined ? [] : [`${given.via} /usr/local/go/src/io/io.go:429`]),
    `example.com/app/till.ask ${path}:${lineOf(source, '// ask')}`,
    ...(source.includes('// check')
      ? [`example.com/app/till.check ${path}:${lineOf(source, '// check')}`]
      : []),
  ];
  const level = given.isAssumed === true ? 'load' : 'watch';
  const one = suspect('IO wait', stack, {level, pattern: 'socket-no-deadline', count: 20});
  const gone = given.gone ?? 0;
  const creators = gone === 0 ? [] : [{frame: one.signs.place.frame!, count: 20, alive: 0}];
  const signs = {
    ...one.signs,
    connection: given.isAssumed === true ? ('assumed' as const) : ('opened' as const),
    followed: followedWith(given.settled ?? 10),
    starters: {all: 20, gone},
    creators,
  };
  const {read} = createSourceReader({...memoryFiles({[path]: source}), roots: [], env: {}});
  return refineByConnection({...one, signs}, read);
}

const asking = (before: string, after = '') => `package till
func ask() {
	c, err := net.Dial("tcp", addr)
	${before}
	c.Read(buf) // ask
	${after}
}
`;

const callers = (dial: string) => `package till
func ask(c net.Conn) {
	c.Read(buf) // ask
}
func check() {
	${dial}
	ask(c) // check
}
`;

describe('goroutines that read without a deadline', () => {
  test('are likely to be a leak where they have opened the connection themselves', async () => {
    const {level, relations} = await refined(asking(''));
    expect(level).toBe('likely');
    expect(relations).toMatchObject([{finding: {kind: 'own-connection', text: 'net.Dial', line: 3}}]);
  });

  test('are so too where a package of theirs accepts, and they have opened it all the same', async () => {
    expect((await refined(asking(''), {isAssumed: true})).level).toBe('likely');
    expect((await refined(callers('c := pool.take()'), {isAssumed: true})).level).toBe('load');
  });

  test('are so where a caller of theirs has opened it', async () => {
    expect((await refined(callers('c := dial()'))).level).toBe('likely');
  });

  test.each([
    ['it was opened elsewhere', callers('c := pool.take()')],
    ['a deadline is set', asking('c.SetReadDeadline(soon)')],
    ['a caller sets a deadline', callers('c := dial()\nc.SetDeadline(soon)')],
    ['it came from a client', asking('c, _, err = h.Hijack()')],
    ['somebody else closes it', asking('go func() { <-ctx.Done(); c.Close() }()')],
    ['it is read for ever on purpose', asking('for {', '}')],
  ])('are only watched where %s', async (_why, source) => {
    expect((await refined(source)).level).toBe('watch');
  });

  test('are likely to be a leak in a loop too, when those that started them have ended', async () => {
    expect((await refined(asking('for {', '}'), {gone: 20})).level).toBe('likely');
  });

  test('are only watched while they are few, and where they copy to another connection', async () => {
    expect((await refined(asking(''), {settled: 3})).level).toBe('watch');
    expect((await refined(asking(''), {via: 'io.copyBuffer'})).level).toBe('watch');
  });
});

const proxy = (rest: string, literal = 'io.Copy(u, c) // copy') => `package till
func handle(c net.Conn) {
	u, err := net.Dial("tcp", upstream)
	go func() { // start
		${literal}
		u.Close()
	}()
	${rest}
}
`;
const levelOfCopy = async (source: string, given: {settled?: number; gone?: number} = {}) => {
  const stack = [
    'internal/poll.runtime_pollWait /usr/local/go/src/runtime/netpoll.go:351',
    'net.(*conn).Read /usr/local/go/src/net/net.go:196',
    'io.Copy /usr/local/go/src/io/io.go:388',
    `example.com/app/till.handle.func1 ${path}:${lineOf(source, '// copy')}`,
  ];
  const one = suspect('IO wait', stack, {level: 'watch', pattern: 'socket-no-deadline', count: 20});
  const gone = given.gone ?? 20;
  const signs = {
    ...one.signs,
    connection: 'opened' as const,
    followed: followedWith(given.settled ?? 10),
    starters: {all: 20, gone},
    creators: [
      {
        frame: {function: 'example.com/app/till.handle', file: path, line: lineOf(source, '// start')},
        count: 20,
        alive: 20 - gone,
      },
    ],
  };
  const {read} = createSourceReader({...memoryFiles({[path]: source}), roots: [], env: {}});
  return (await refineByConnection({...one, signs}, read)).level;
};

describe('goroutines that copy one way', () => {
  test('are likely to be left behind when who copied the other way has returned', async () => {
    expect(await levelOfCopy(proxy('io.Copy(c, u)'))).toBe('likely');
    expect(await levelOfCopy(proxy('io.Copy(c, u)'), {settled: 4})).toBe('watch');
    expect(await levelOfCopy(proxy('io.Copy(c, u)'), {gone: 10})).toBe('watch');
  });

  test('may do so for as long as their clients like otherwise', async () => {
    expect(await levelOfCopy(proxy('go reply(c, u)'))).toBe('watch');
    expect(await levelOfCopy(proxy('go func() { io.Copy(c, u) }()'))).toBe('watch');
    expect(await levelOfCopy(proxy('io.Copy(c, u)', 'c.SetDeadline(soon)\n\t\tio.Copy(u, c) // copy'))).toBe(
      'watch',
    );
  });
});

/** Goroutines that read in `copy`, and that `attach` has started. */
async function startedBy(attach: string, read = 'a.conn.Read(buf) // copy', gone = 0) {
  const source = `package till
func (a *stream) copy() {
	${read}
}
func attach(id string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	a := &stream{id: id, conn: c}
	${attach}
}
`;
  const at = (name: string, mark: string) => `example.com/app/till.${name} ${path}:${lineOf(source, mark)}`;
  const one = suspect(
    'IO wait',
    ['net.(*conn).Read /usr/local/go/src/net/net.go:196', at('(*stream).copy', '// copy')],
    {level: 'load', pattern: 'socket-no-deadline', count: 20},
  );
  const creators = [{frame: frame(at('attach', '// go')), count: 20, alive: 20 - gone}];
  const signs = {
    ...one.signs,
    connection: 'assumed' as const,
    followed: followedWith(10),
    starters: {all: 20, gone},
    creators,
  };
  const {read: readSource} = createSourceReader({...memoryFiles({[path]: source}), roots: [], env: {}});
  return refineByConnection({...one, signs}, readSource);
}

const going = 'go a.copy() // go\n\treturn nil';

describe('goroutines that read from what the function has opened that started them', () => {
  test('are likely to be a leak where it left that to them alone', async () => {
    const {level, relations} = await startedBy(going);
    expect(level).toBe('likely');
    expect(relations).toMatchObject([
      {finding: {kind: 'own-connection', function: 'example.com/app/till.attach', text: 'net.Dial'}},
    ]);
  });

  test('may read in a loop for as long as the program lives, if those live that started them', async () => {
    const looping = 'for {\n\t\ta.conn.Read(buf) // copy\n\t}';
    expect((await startedBy(going, looping)).level).toBe('watch');
    expect((await startedBy(going, looping, 20)).level).toBe('likely');
  });

  test.each([
    ['keeps it', `all = append(all, a)\n\t${going}`],
    ['keeps it in a field', `e.last = c\n\t${going}`],
    ['returns it', 'go a.copy() // go\n\treturn a.err'],
    ['closes it in the end', `defer c.Close()\n\t${going}`],
    ['closes it elsewhere', `stop(func() { c.Close() })\n\t${going}`],
    ['gives it to another', `watch(a)\n\t${going}`],
    ['limits its waits', `c.SetDeadline(soon)\n\t${going}`],
  ])('are load where that %s', async (_what, attach) => {
    expect((await startedBy(attach)).level).toBe('load');
  });

  test('what wraps it, writes to it or asks for it first changes nothing', async () => {
    const before =
      'r := bufio.NewReader(c)\n\tfmt.Fprintln(c, r.Size())\n\tif c == nil {\n\t\treturn nil\n\t}';
    expect((await startedBy(`${before}\n\t${going}`)).level).toBe('likely');
  });
});
