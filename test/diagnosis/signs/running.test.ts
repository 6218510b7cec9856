import {expect, test} from 'vitest';
import {RunningGoroutines} from '../../../source/diagnosis/signs/running.ts';
import {group, snapshot} from '../../helpers/session.ts';

const loop = 'main.(*encoder).run';
const load = 'sync/atomic.(*Int64).Load /usr/local/go/src/sync/atomic/type.go:74';

function spinningAfter(stacks: readonly (readonly string[])[]) {
  const running = new RunningGoroutines();
  for (const [index, stack] of stacks.entries())
    running.observe(index * 1000, snapshot([group(1, 'runnable', stack, {ids: [7]})]));
  return running.spinning((stacks.length - 1) * 1000, 5, 4000).get(7);
}

test('a goroutine that is always found in one function may go round in it', () => {
  const stacks = [[loop], [load, loop], [loop], [loop], [loop]];
  expect(spinningAfter(stacks)).toEqual({looks: 5, overMs: 4000, isInOne: true});
});

test('a goroutine that is found in what its function calls works', () => {
  const stacks = [[loop], ['main.encode', loop], [loop], [loop], [loop], [loop]];
  expect(spinningAfter(stacks)).toMatchObject({looks: 6, isInOne: false});
});
