import {expect, test} from 'vitest';
import {neverAnswered} from '../../source/commands/never-answered.ts';
import {Session} from '../../source/session/session.ts';
import {fakeClock} from '../helpers/fake-clock.ts';

const target = {name: 'shop:6060', url: 'http://shop:6060/debug/pprof/'};

test('a target that was never seen is out of reach, for a reason if there is one', () => {
  const session = new Session(fakeClock(), target);
  expect(neverAnswered(session, 20_000)).toMatchObject({
    message: 'shop:6060 did not answer in 20 s.',
    exitCode: 3,
  });
  expect(neverAnswered(session).message).toBe('shop:6060 did not answer.');
  session.setStatus({kind: 'connecting', problem: 'Nothing listens on shop:6060.', sinceMs: 0});
  expect(neverAnswered(session, 20_000).message).toBe('Nothing listens on shop:6060.');
});
