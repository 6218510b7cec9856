import {expect, test} from 'vitest';
import {callersOf} from '../../../source/diagnosis/signs/callers.ts';
import {group, watched} from '../../helpers/session.ts';
import {suspect} from '../suspects.ts';

const transport = '/usr/local/go/src/net/http/transport.go';
const readLoop = [`net/http.(*persistConn).readLoop ${transport}:2450`];
const request = (caller: string) =>
  group(1, 'select', [
    `net/http.(*persistConn).roundTrip ${transport}:2924`,
    'net/http.(*Client).do /usr/local/go/src/net/http/client.go:746',
    `${caller} /srv/app/hooks.go:44`,
  ]);

function requestsOf(...callers: readonly string[]) {
  const seen = watched();
  seen.sees(...callers.map((caller) => request(caller)));
  return [...seen.session.history.groups.values()];
}

test('what a request left behind is told with who was seen to make requests', () => {
  const left = suspect('select', readLoop, {pattern: 'http-body-not-closed'});
  expect(callersOf(left, requestsOf('main.poll', 'hooks.(*Hook).deliver', 'main.poll'))).toEqual({
    kind: 'callers',
    functions: ['hooks.(*Hook).deliver', 'main.poll'],
  });
  expect(callersOf(left, [])).toBeUndefined();
});

test('who makes requests has nothing to do with other goroutines, nor with those whose own code is on the stack', () => {
  const requests = requestsOf('main.poll');
  expect(callersOf(suspect('chan send', ['main.work'], {pattern: 'send-blocked'}), requests)).toBeUndefined();
  const own = suspect('select', [...readLoop, 'main.fetch /srv/app/fetch.go:3'], {
    pattern: 'http-body-not-closed',
  });
  expect(callersOf(own, requests)).toBeUndefined();
});
