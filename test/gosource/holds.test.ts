import {expect, test} from 'vitest';
import {factsAt} from './memory-files.ts';

async function holdsIn(body: string) {
  const {holds} = await factsAt(body, {function: '(*DB).begin'});
  return holds.map(({function: name, exits, handedOver}) => [name, exits, handedOver] as const);
}

/** A function whose branches all unlock, and what stands after them. */
function branches(rest: string): string {
  return `
func (d *DB) begin() error {
	d.mu.Lock() // here
	if d.isClosed {
		d.mu.Unlock()
		return errClosed
	} else {
		d.mu.Unlock()
		return nil
	}
	${rest}
}
`;
}

function lockAnd(rest: string): string {
  return `\nfunc (d *DB) begin() {\n\td.mu.Lock() // here\n\t${rest}\n}\n`;
}

function rollback(lines: string): string {
  return `func (t *Tx) Rollback() {\n\t${lines}\n}\n`;
}

test('a branch that unlocks and leaves is no unlock of what follows', async () => {
  const body = `
func (d *DB) begin(kind int) error {
	d.mu.Lock() // here
	switch kind {
	case 1:
		d.mu.Unlock()
		return nil
	case 2:
		return errKind
	}
	if d.isClosed {
		d.mu.Unlock()
		return errClosed
	}
	d.work()
	d.mu.Unlock()
	return nil
}
`;
  expect(await holdsIn(body)).toEqual([['begin', [10], undefined]]);
  expect(await holdsIn(body.replace('return errKind', 'd.mu.Unlock()\n\t\treturn errKind'))).toEqual([]);
});

test('where all branches unlock, what ends the function says nothing', async () => {
  expect(await holdsIn(branches(''))).toEqual([]);
  expect(await holdsIn(branches('panic("not reached")'))).toEqual([]);
});

test('a way out before the defer is found, and a loop that never ends is none', async () => {
  expect(await holdsIn(lockAnd('if d.isClosed {\n\t\treturn\n\t}\n\tdefer d.mu.Unlock()'))).toEqual([
    ['begin', [6], undefined],
  ]);
  const turn = 'if d.isClosed {\n\t\t\td.mu.Unlock()\n\t\t\treturn\n\t\t}\n\t\td.work()';
  expect(await holdsIn(lockAnd(`for {\n\t\t${turn}\n\t}`))).toEqual([]);
});

test('a literal that gives the lock back, now or later, leaves it with nobody else', async () => {
  for (const rest of [
    'defer func() { d.mu.Unlock() }()',
    'go func() { defer d.mu.Unlock(); d.work() }()',
    'return func() { d.mu.Unlock() }',
  ])
    expect(await holdsIn(lockAnd(rest))).toEqual([]);
  const own = 'go func() { d.mu.Lock(); defer d.mu.Unlock(); d.work() }()';
  expect(await holdsIn(lockAnd(own))).toEqual([['begin', [6], undefined]]);
});

const transaction = `
func (d *DB) begin() (*Tx, error) {
	d.mu.Lock() // here
	if d.isClosed {
		d.mu.Unlock()
		return nil, errClosed
	}
	return &Tx{d}, nil
}
`;

test('a function that ends with the lock hands it over where another gives it back', async () => {
  expect(await holdsIn(transaction + rollback('t.d.mu.Unlock()'))).toEqual([
    ['begin', [], {line: 9, release: {function: 'Rollback', path: '/app/pool/pool.go', line: 12}}],
  ]);
  const forgets = [['begin', [9], undefined]];
  expect(await holdsIn(transaction)).toEqual(forgets);
  expect(await holdsIn(transaction + rollback('t.mu.Unlock()'))).toEqual(forgets);
  expect(await holdsIn(transaction + rollback('t.d.mu.Lock()\n\tt.d.mu.Unlock()'))).toEqual(forgets);
  const other = 'func (d *Tx) Rollback() {\n\td.mu.Unlock()\n}\n';
  expect(await holdsIn(transaction + other)).toEqual(forgets);
});

test('a function that gives a lock back first, and takes it again, was called with it', async () => {
  const body = `
func (d *DB) begin() {
	for d.isBusy {
		d.mu.Unlock()
		pause()
		d.mu.Lock() // here
	}
}
`;
  expect(await holdsIn(body)).toEqual([]);
  expect(await holdsIn(body.replace('d.mu.Unlock()', 'd.mu.Lock()\n\t\td.mu.Unlock()'))).toHaveLength(1);
});
