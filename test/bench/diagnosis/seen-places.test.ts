import {expect, test} from 'vitest';
import {asSeen, innermostOwn, readDump} from '../../../bench/diagnosis/seen-places.ts';
import type {Truth} from '../../../bench/diagnosis/truth.ts';

const dump = `goroutine 7 [chan send, 2 minutes]:
shop.example/app.(*quoter).quote.func1()
\t/srv/app/quote.go:9 +0x1d
created by shop.example/app.(*quoter).quote in goroutine 5
\t/srv/app/quote.go:8 +0x5d

goroutine 8 gp=0xc000 m=nil [sync.Mutex.Lock (leaked)]:
internal/sync.(*Mutex).lockSlow(0xc0000140a8)
\t/usr/lib/go/src/internal/sync/mutex.go:149 +0x15d
main.main.func1({0x1, 0x2})
\t/srv/app/main.go:3 +0x5d`;

test('a dump gives ids, the kinds of wait and the functions, innermost first', () => {
  expect(readDump(dump)).toEqual([
    {id: '7', status: 'chan send', functions: ['shop.example/app.(*quoter).quote.func1']},
    {
      id: '8',
      status: 'sync.Mutex.Lock',
      functions: ['internal/sync.(*Mutex).lockSlow', 'main.main.func1'],
    },
  ]);
});

test('the innermost function of the program is found below those of the library', () => {
  expect(innermostOwn(['internal/sync.(*Mutex).lockSlow', 'main.main.func1'])).toBe('main.main.func1');
  expect(innermostOwn(['net/http.(*persistConn).readLoop'])).toBe('net/http.(*persistConn).readLoop');
});

const truth: Truth = {
  name: 'bug',
  patterns: ['mutex-not-released'],
  causes: ['main.main.func1'],
  places: [
    {functions: ['main.main.func1'], families: ['mutex'], outermost: true, optional: true},
    {functions: ['main.main.func2'], families: ['mutex'], outermost: true, optional: true},
  ],
  victims: [],
  provenByGC: true,
};

test('of optional places those are asked for at which a goroutine stayed', () => {
  const seen = readDump(dump);
  expect(asSeen(truth, [seen, seen])?.places.map(({optional}) => optional)).toEqual([false, true]);
});

test('a bug that did not show has no truth', () => {
  const passed = readDump(dump.replace('goroutine 8', 'goroutine 9'));
  expect(asSeen(truth, [passed, readDump(dump)])).toBeUndefined();
});
