import {expect, test} from 'vitest';
import {explainFailure} from '../../source/target/connection-failure.ts';
import {payload} from '../helpers/hostile-server.ts';

function failed(code: string, message = ''): Error {
  return Object.assign(new Error(message), {code});
}

const connecting = {name: 'box:6060', sent: false, received: undefined};
const asked = {name: 'box:6060', sent: true, received: undefined};
const answered = {name: 'box:6060', sent: true, received: 1234};

test.each([
  ['ENOTFOUND', connecting, 'unreachable', 'host name that is not known'],
  ['EAI_AGAIN', connecting, 'unreachable', 'cannot be looked up'],
  ['EHOSTUNREACH', connecting, 'unreachable', 'cannot be reached'],
  ['ENETUNREACH', connecting, 'unreachable', 'network'],
  ['ECONNREFUSED', connecting, 'refused', 'Nothing listens on box:6060'],
  ['ETIMEDOUT', connecting, 'timed out', 'could not be connected to'],
  ['UND_ERR_CONNECT_TIMEOUT', connecting, 'timed out', 'could not be connected to'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', connecting, 'tls', 'does not trust'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', connecting, 'tls', 'does not trust'],
  ['CERT_HAS_EXPIRED', connecting, 'tls', 'does not trust'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', connecting, 'tls', 'over TLS'],
  ['ECONNRESET', connecting, 'unreachable', 'could not be reached (ECONNRESET)'],
  ['ECONNRESET', asked, 'unreachable', 'closed the connection'],
  ['ECONNRESET', answered, 'cut short', '1234 bytes'],
  ['UND_ERR_SOCKET', answered, 'cut short', '1234 bytes'],
  ['UND_ERR_DESTROYED', answered, 'aborted', 'given up'],
])('%s becomes one sentence with what to do', (code, progress, kind, words) => {
  const error = explainFailure(failed(code), progress);
  expect(error).toMatchObject({kind, exitCode: 3});
  expect(error.message).toContain(words);
  expect(error.message).toContain('box:6060');
  expect(error.message).toMatch(/\.$/);
  expect(error.advice).toMatch(/\.$/);
});

test('several addresses that all refuse are one refusal', () => {
  const error = Object.assign(new AggregateError([failed('ECONNREFUSED'), failed('ECONNREFUSED')]), {
    code: 'ECONNREFUSED',
  });
  expect(explainFailure(error, connecting).kind).toBe('refused');
});

test.each([
  ['an error of no known kind', new Error(payload)],
  ['an unknown code', failed(payload)],
  [
    'what a parser repeats',
    Object.assign(new Error('bad'), {name: 'HTTPParserError', data: `SSH-${payload}`}),
  ],
])('%s is made safe to print', (_name, error) => {
  for (const progress of [connecting, asked, answered]) {
    const {message, advice, stack} = explainFailure(error, progress);
    expect(message + advice).toMatch(/^[^\p{Cc}\p{Cf}]+$/u);
    expect(stack).not.toContain('\u001B]');
  }
});
