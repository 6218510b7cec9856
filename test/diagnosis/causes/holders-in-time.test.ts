import {expect, test} from 'vitest';
import {alarms, judgedSession, type Goroutine} from '../judged-session.ts';

const textOf = (id: number, frames: string) => [id, `goroutine ${id} [x]:\n${frames}\n`] as const;
const texts = new Map([
  textOf(5, 'main.(*Monitor).reset(...)\nmain.(*Monitor).Update(0xc000012340)'),
  ...Array.from({length: 30}, (_, index) =>
    textOf(
      100 + index,
      'internal/sync.(*Mutex).lockSlow(0xc000012340)\nmain.(*Monitor).Update(0xc000012340)',
    ),
  ),
]);

/** So many wait for the lock of the monitor, in the line that takes it. */
function queue(count: number): readonly Goroutine[] {
  return Array.from({length: count}, (_, index) => ({
    id: 100 + index,
    family: 'mutex',
    stack: [
      'sync.(*Mutex).Lock /usr/local/go/src/sync/mutex.go:46',
      'main.(*Monitor).Update /srv/app/main.go:55',
    ],
  }));
}

const pastLock = ['main.(*Monitor).reset /srv/app/main.go:64', 'main.(*Monitor).Update /srv/app/main.go:61'];

/** From the fourth second on the goroutine has the lock, and one more each second waits for it. */
async function watched(outermost: readonly string[]): Promise<readonly string[]> {
  const {second, judge} = judgedSession(texts);
  const idle: Goroutine = {id: 5, family: 'select', stack: ['main.idle /srv/app/main.go:9', ...outermost]};
  const holder: Goroutine = {id: 5, family: 'chan send', stack: [...pastLock, ...outermost]};
  for (let at = 1; at <= 22; at++) await second(at < 4 ? [idle] : [holder, ...queue(at - 3)]);
  return alarms(await judge());
}

test.each([
  ['a goroutine that was elsewhere before', ['main.run /srv/app/main.go:80']],
  ['the main goroutine', ['main.main /srv/app/main.go:80']],
  [
    'a goroutine that answers requests',
    ['main.handle /srv/app/main.go:70', 'net/http.(*conn).serve /usr/local/go/src/net/http/server.go:2000'],
  ],
])(
  '%s, and came by the lock in the middle of the watch, is the cause of all who wait for it',
  async (_, outermost) => {
    expect(await watched(outermost)).toEqual([
      'likely send-blocked 1 main.(*Monitor).reset',
      'likely mutex-not-released 19 main.(*Monitor).Update',
    ]);
  },
);
