import {describe, expect, test} from 'vitest';
import {decode, fixture} from './fixtures.ts';

const handler = (id: number, last = 'net/http.(*conn).serve(0x1)') =>
  `goroutine ${id} [running]:\nnet/http/pprof.Index({0x1, 0x2})\n\t/go/pprof.go:1 +0x1\n${last}\n\t/go/server.go:2 +0x1\n` +
  'created by net/http.(*Server).Serve in goroutine 1\n\t/go/server.go:3 +0x1\n\n';
const reader = (id: number, createdBy: number) =>
  `goroutine ${id} [IO wait]:\nnet/http.(*connReader).backgroundRead(0x1)\n\t/go/server.go:4 +0x1\n` +
  `created by net/http.(*connReader).startBackgroundRead${createdBy === 0 ? '' : ` in goroutine ${createdBy}`}\n\t/go/server.go:5 +0x1\n\n`;
const worker = (id: number) => `goroutine ${id} [select]:\nmain.work()\n\t/app/main.go:1 +0x1\n\n`;

const ids = async (text: string, source: 'debug=2' | 'file') =>
  (await decode(text, {source})).groups.flatMap((group) => [...group.members!.ids]).toSorted((a, b) => a - b);

describe('goroutines that exist only because of a request', () => {
  test('are the handler and the reader that names it', async () => {
    expect(await ids(handler(50) + worker(2) + reader(51, 50) + reader(61, 60), 'debug=2')).toEqual([2, 61]);
  });

  test('before Go 1.21 are the handler and the youngest reader', async () => {
    expect(await ids(handler(50) + worker(2) + reader(61, 0) + reader(51, 0), 'debug=2')).toEqual([2, 51]);
  });

  test('of others who watch are left out too when live', async () => {
    const text = handler(50) + worker(2) + handler(70) + reader(51, 50) + reader(71, 70);

    expect(await ids(text, 'debug=2')).toEqual([2]);
    expect(await decode(text, {source: 'debug=2'})).toMatchObject({total: 1, observer: 4});
  });

  test('have no reader over HTTP/2', async () => {
    const text = handler(50, 'net/http.(*http2serverConn).runHandler(0x1)') + reader(51, 0) + worker(2);

    expect(await ids(text, 'debug=2')).toEqual([2, 51]);
  });

  test('are not looked for in a dump that the process made itself', async () => {
    const text = worker(2) + handler(50) + reader(51, 50);

    expect(await ids(text, 'file')).toEqual([2, 50, 51]);
    expect(await ids(text, 'debug=2')).toEqual([2]);
  });

  test('are left out of a file that was fetched', async () => {
    for (const file of ['g0.pb.gz', 'g1.txt', 'g2.txt']) {
      expect(await decode(fixture(`go1.27/${file}`))).toMatchObject({total: 52, observer: 2});
      expect(await decode(fixture(`go1.27/${file}`), {source: 'debug=0'})).toMatchObject({
        total: 52,
        observer: 2,
      });
    }
  });
});
