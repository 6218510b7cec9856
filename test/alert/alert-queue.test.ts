import {expect, test} from 'vitest';
import {createAlertQueue} from '../../source/alert/alert-queue.ts';

type Item = {readonly id: number};
const item = (id: number): Item => ({id});

/** A queue whose handler waits for `finish` each time. */
function heldQueue(capacity: number) {
  const started: number[] = [];
  const failures: unknown[] = [];
  const finishers: ((failure?: Error) => void)[] = [];
  let running = 0;
  let mostRunning = 0;
  const queue = createAlertQueue<Item>({
    capacity,
    async handle({id}, signal) {
      started.push(id);
      running += 1;
      mostRunning = Math.max(mostRunning, running);
      try {
        await new Promise<void>((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')), {once: true});
          finishers.push((failure) => (failure ? reject(failure) : resolve()));
        });
      } finally {
        running -= 1;
      }
    },
    onFailure: (failure) => failures.push(failure),
  });
  async function finish(failure?: Error): Promise<void> {
    finishers.shift()?.(failure);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
  return {queue, started, failures, finish, mostRunning: () => mostRunning};
}

test('alerts are handled one at a time and in order', async () => {
  const {queue, started, finish, mostRunning} = heldQueue(8);
  for (const id of [1, 2, 3]) expect(queue.offer(item(id))).toBe(true);
  expect(started).toEqual([1]);
  await finish();
  expect(started).toEqual([1, 2]);
  await finish();
  await finish();
  await queue.whenIdle();
  expect(started).toEqual([1, 2, 3]);
  expect(mostRunning()).toBe(1);
});

test('a full queue drops the newest and counts it', async () => {
  const {queue, started, finish} = heldQueue(2);
  expect([1, 2, 3, 4, 5].map((id) => queue.offer(item(id)))).toEqual([true, true, true, false, false]);
  expect([queue.waiting(), queue.dropped()]).toEqual([2, 2]);
  await finish();
  expect(queue.offer(item(6))).toBe(true);
  for (let turn = 0; turn < 3; turn++) await finish();
  await queue.whenIdle();
  expect(started).toEqual([1, 2, 3, 6]);
  expect([queue.waiting(), queue.dropped()]).toEqual([0, 2]);
});

test('a failure is told and does not stop the queue', async () => {
  const {queue, started, failures, finish} = heldQueue(8);
  queue.offer(item(1));
  queue.offer(item(2));
  await finish(new Error('disk full'));
  await finish();
  await queue.whenIdle();
  expect(started).toEqual([1, 2]);
  expect(failures).toEqual([new Error('disk full')]);
});

test('a handler that throws before it waits does not stop the queue either', async () => {
  const handled: number[] = [];
  const queue = createAlertQueue<Item>({
    handle({id}) {
      handled.push(id);
      throw new Error('at once');
    },
    onFailure: () => {},
  });
  queue.offer(item(1));
  await queue.whenIdle();
  queue.offer(item(2));
  await queue.whenIdle();
  expect(handled).toEqual([1, 2]);
});

test('closing forgets what waits, aborts what runs and drops later alerts', async () => {
  const {queue, started, failures} = heldQueue(8);
  queue.offer(item(1));
  queue.offer(item(2));
  await queue.close();
  expect(queue.offer(item(3))).toBe(false);
  expect(started).toEqual([1]);
  expect(failures).toEqual([new Error('aborted')]);
  expect([queue.waiting(), queue.dropped()]).toEqual([0, 1]);
});
