import {expect, test} from 'vitest';
import {alarms, judgedSession, type Goroutine} from '../judged-session.ts';

const getting = [
  'sync.(*Once).Do /usr/local/go/src/sync/once.go:69',
  'main.(*Model).get /srv/app/main.go:22',
];

const loading = [
  'time.Sleep /usr/local/go/src/runtime/time.go:363',
  'main.(*Model).get.func1 /srv/app/main.go:22',
  'sync.(*Once).doSlow /usr/local/go/src/sync/once.go:78',
  ...getting,
];

const waiting = [
  'sync.(*Mutex).Lock /usr/local/go/src/sync/mutex.go:46',
  'sync.(*Once).doSlow /usr/local/go/src/sync/once.go:74',
  ...getting,
];

const requestTexts = Array.from({length: 30}, (_, index) => {
  const text = `goroutine ${100 + index} [sync.Mutex.Lock]:\ninternal/sync.(*Mutex).lockSlow(0xc000012340)\n`;
  return [100 + index, text] as const;
});

/** One goroutine sleeps inside the function of a Once, and one more each second waits for that. */
async function judgedAfter(seconds: number, sleepWord: string): Promise<readonly string[]> {
  const sleeper: Goroutine = {id: 5, family: 'sleep', stack: loading};
  const texts = new Map([
    [5, `goroutine 5 [sleep]:\ntime.Sleep(${sleepWord})\n\t/usr/local/go/src/runtime/time.go:363\n`],
    ...requestTexts,
  ]);
  const {second, judge} = judgedSession(texts);
  for (let at = 1; at <= seconds; at++) {
    const queue = Array.from({length: at}, (_, index): Goroutine => ({
      id: 100 + index,
      family: 'mutex',
      stack: waiting,
    }));
    await second([sleeper, ...queue]);
  }

  return alarms(await judge());
}

test('who waits for a Once whose function sleeps for longer than anybody watched is no leak yet', async () => {
  expect(await judgedAfter(20, '0x5d21dba00')).toEqual([]);
});

test.each([
  ['sleeps again and again, each time for a moment', '0x2faf080'],
  ['sleeps for an hour', '0x34630b8a000'],
])('who waits for a Once whose function %s is one', async (_, word) => {
  expect(await judgedAfter(20, word)).toContainEqual(expect.stringContaining('once-stuck'));
});
