import {expect, test} from 'vitest';
import {goroutineStack} from '../../../source/view/panels/goroutine-stack.ts';
import {creator, group, watched, type GroupOptions} from '../../helpers/session.ts';

async function lookOf(options: GroupOptions) {
  const target = watched();
  await target.looks(group(2, 'chan send', ['main.report check.go:72', 'main.run check.go:55'], options));
  return target.session.look;
}

test('it reads as the runtime writes it, without arguments', async () => {
  const creators = [creator('main.Handler check.go:41', 2)];
  const look = await lookOf({ids: [18, 19], creators, createdBy: 7, waitMinutes: 2});
  expect(goroutineStack(19, look)).toEqual([
    'goroutine 19 [chan send, 2 minutes]:',
    'main.report',
    '\tcheck.go:72',
    'main.run',
    '\tcheck.go:55',
    'created by main.Handler in goroutine 7',
    '\tcheck.go:41',
  ]);
});

test('which of several creators started it is not made up', async () => {
  const creators = [creator('main.Handler check.go:41', 1), creator('main.main main.go:9', 1)];
  const stack = goroutineStack(18, await lookOf({ids: [18, 19], creators, createdBy: 7}));
  expect(stack?.at(-1)).toBe('created in goroutine 7');
});

test('a goroutine that the look does not hold has none', async () => {
  expect(goroutineStack(20, await lookOf({ids: [18, 19]}))).toBeUndefined();
  expect(goroutineStack(18, undefined)).toBeUndefined();
});
