import {expect, test} from 'vitest';
import {judgedSession, type Goroutine} from '../judged-session.ts';

const main: Goroutine = {id: 1, stack: ['main.main /srv/app/main.go:20']};
const cache = '/home/build/go/pkg/mod/example.com/cache@v1.2.0/cache.go';
const janitor = (id: number, by: number): Goroutine => ({
  id,
  by,
  family: 'select',
  stack: [`example.com/cache.(*Cache).clean ${cache}:80`],
});
/** Answers a request, and is gone at the next look. */
const opens = (id: number, file = cache): Goroutine => ({
  id,
  family: 'mutex',
  stack: [
    'sync.(*Mutex).Lock /usr/local/go/src/sync/mutex.go:46',
    `example.com/cache.New ${file}:30`,
    'shop.(*Tenants).open /srv/app/tenants.go:44',
    'shop.(*Tenants).ServeHTTP /srv/app/tenants.go:12',
  ],
});

/** The program itself is further out on its stack. */
const own = (id: number, by: number): Goroutine => ({
  ...janitor(id, by),
  stack: [`example.com/cache.(*Cache).clean ${cache}:80`, 'shop.(*Tenants).watch /srv/app/tenants.go:60'],
});
const pool = (id: number): Goroutine => ({id, stack: [`example.com/cache.(*Pool).run ${cache}:9`]});

/** What is said of who started the janitors of a process that leaves one behind each second. */
async function startersOf(
  goroutine: (id: number, by: number) => Goroutine,
  starter: (id: number) => Goroutine,
) {
  const {second, judge} = judgedSession();
  for (let at = 1; at <= 20; at++) {
    const left = Array.from({length: at}, (_, n) => goroutine(101 + n * 10, 100 + n * 10));
    await second([main, starter(90 + at * 10), ...left]);
  }

  const [first] = (await judge()).verdicts;
  return first?.evidence.filter(({kind}) => kind === 'started-within');
}

test('for goroutines of a library, it is told where in the program those were who started them', async () => {
  const functions = ['shop.(*Tenants).open'];
  expect(await startersOf(janitor, opens)).toEqual([{kind: 'started-within', functions}]);
});

test('goroutines that show the program themselves need no such hint', async () => {
  expect(await startersOf(own, opens)).toEqual([]);
});

test('who started them and shows only libraries too tells nothing', async () => {
  expect(await startersOf(janitor, pool)).toEqual([]);
});

const resting = (id: number): Goroutine => ({
  id,
  family: 'select',
  stack: ['shop.pause /srv/app/clock.go:9', 'shop.(*Tenants).poll /srv/app/tenants.go:70'],
});

test('who only rests in a function was called by the one that started them', async () => {
  const functions = ['shop.(*Tenants).poll'];
  expect(await startersOf(janitor, resting)).toEqual([{kind: 'started-within', functions}]);
});
