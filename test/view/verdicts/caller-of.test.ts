import {expect, test} from 'vitest';
import {callerOf} from '../../../source/view/verdicts/caller-of.ts';
import {frame} from '../../helpers/session.ts';

function callerIn(...texts: readonly string[]): string | undefined {
  const stack = texts.map((text) => frame(text));
  return callerOf({frame: stack.find(({file}) => !file.startsWith('/usr')), stack})?.function;
}

test('who calls a library in which goroutines wait is where to look', () => {
  const errgroup =
    'golang.org/x/sync/errgroup.(*Group).Go /go/pkg/mod/golang.org/x/sync@v0.9.0/errgroup.go:71';
  expect(callerIn(errgroup, 'main.(*crawler).visit /srv/crawl.go:88')).toBe('main.(*crawler).visit');
  expect(callerIn(errgroup, 'golang.org/x/sync/errgroup.Other /e.go:1')).toBeUndefined();
  const shop = 'github.com/acme/shop/check.(*Runner).report /srv/shop/check/runner.go:30';
  expect(callerIn(errgroup, shop, 'main.main /srv/shop/main.go:9')).toBe(
    'github.com/acme/shop/check.(*Runner).report',
  );
});

test('frames of one module do not call each other from outside', () => {
  const inner =
    'acme.example/platform/internal/flight.(*Group).Do /srv/platform/internal/flight/flight.go:30';
  expect(
    callerIn(inner, 'acme.example/platform/service.serve /srv/platform/service/serve.go:12'),
  ).toBeUndefined();
  expect(callerIn('main.(*pool).take /srv/pool.go:3', 'example.com/x.Run /srv/x.go:4')).toBeUndefined();
});

test('what the standard library and the runtime call is nobody’s code', () => {
  const inner = 'golang.org/x/sync/semaphore.(*Weighted).Acquire /go/pkg/mod/x/sync/semaphore.go:60';
  const handler = 'net/http.HandlerFunc.ServeHTTP /usr/local/go/src/net/http/server.go:2322';
  expect(callerIn(inner, handler, 'runtime.goexit /usr/local/go/src/runtime/asm.s:1700')).toBeUndefined();
});
