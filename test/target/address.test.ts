import {describe, expect, test} from 'vitest';
import {AddressError, parseAddress} from '../../source/target/address.ts';

function refusal(text: string): AddressError {
  try {
    parseAddress(text);
  } catch (error) {
    if (error instanceof AddressError) {
      return error;
    }

    throw error;
  }

  throw new Error(`${text} was accepted`);
}

describe('an address without a scheme', () => {
  test.each([
    ['6060', 'localhost:6060', 'http://localhost:6060/debug/pprof/'],
    [':6061', 'localhost:6061', 'http://localhost:6061/debug/pprof/'],
    ['box', 'box:6060', 'http://box:6060/debug/pprof/'],
    ['box:80', 'box:80', 'http://box/debug/pprof/'],
    ['Api.Example.com:8080', 'api.example.com:8080', 'http://api.example.com:8080/debug/pprof/'],
    ['127.0.0.1:6060', '127.0.0.1:6060', 'http://127.0.0.1:6060/debug/pprof/'],
    ['[::1]:6060', '[::1]:6060', 'http://[::1]:6060/debug/pprof/'],
    ['[::1]', '[::1]:6060', 'http://[::1]:6060/debug/pprof/'],
    [':6060/admin', 'localhost:6060/admin', 'http://localhost:6060/admin/debug/pprof/'],
    ['localhost:6060/debug/pprof', 'localhost:6060', 'http://localhost:6060/debug/pprof/'],
    ['localhost:6060?token=t', 'localhost:6060', 'http://localhost:6060/debug/pprof/'],
  ])('%s is %s', (text, name, url) => {
    expect(parseAddress(text)).toMatchObject({name, url});
  });

  test.each([
    '',
    ' ',
    '-v',
    '--help',
    '0',
    '65536',
    ':0',
    '99999',
    'box:99999',
    'a b',
    'dumps/stacks.txt',
    '::1',
    'box:http',
    '[::1',
    '?',
    'a\u001B[2J',
    'a\u202Eb',
    '///',
    ':',
  ])('refuses %j', (text) => {
    const error = refusal(text);
    expect(error.exitCode).toBe(2);
    expect(error.message + error.advice).toMatch(/^[\x20-\x7e…]+$/);
    expect(error.advice).toMatch(/\.$/);
  });

  test('of IPv6 without brackets is answered with the brackets', () => {
    expect(refusal('::1').advice).toContain('[::1]:6060');
  });
});

describe('a URL', () => {
  test('without a path has pprof in the usual place only', () => {
    expect(parseAddress('http://box:6060')).toEqual({
      name: 'box:6060',
      url: 'http://box:6060/debug/pprof/',
      origin: 'http://box:6060',
      paths: ['/debug/pprof/'],
      query: '',
    });
  });

  test('with a prefix has pprof under it, or there itself', () => {
    expect(parseAddress('https://api.example.com/admin/')).toMatchObject({
      name: 'https://api.example.com/admin',
      url: 'https://api.example.com/admin/debug/pprof/',
      paths: ['/admin/debug/pprof/', '/admin/'],
    });
  });

  test.each([
    'http://box:1/a/b/debug/pprof',
    'http://box:1/a/b/debug/pprof/',
    'http://box:1/a/b/debug/pprof/goroutine?debug=2',
    'http://box:1/a/b/debug/pprof/heap#top',
    'http://box:1/a/b/debug/pprof/my.own/profile?seconds=30',
    'HTTP://BOX:1/x/../a/b/debug/pprof/',
  ])('%s is reduced to the place of all profiles', (text) => {
    expect(parseAddress(text)).toEqual({
      name: 'box:1/a/b',
      url: 'http://box:1/a/b/debug/pprof/',
      origin: 'http://box:1',
      paths: ['/a/b/debug/pprof/'],
      query: '',
    });
  });

  test('of one profile in an unusual place is reduced too', () => {
    expect(parseAddress('http://box:1/pprof/goroutine?debug=1').paths).toEqual(['/pprof/']);
  });

  test('keeps the query that is not pprof’s own, byte for byte', () => {
    const {query, name, url} = parseAddress(
      'http://box/debug/pprof/goroutine?token=a%2Bb+c&debug=2&seconds=30&gc=1&x',
    );
    expect(query).toBe('token=a%2Bb+c&x');
    expect(name + url).not.toContain('token');
  });

  test('without a port says which one it means', () => {
    expect(parseAddress('http://box').name).toBe('box:80');
    expect(parseAddress('https://box').name).toBe('https://box');
  });

  test.each([
    'http://',
    'http://box:port/',
    'http://box:0/',
    'http://[::1/',
    'ftp://box/',
    'file:///etc/passwd',
    'http://box/\u009B2J',
  ])('refuses %j', (text) => {
    expect(refusal(text).advice).toContain('6060');
  });
});

test.each([
  'http://bob:s3cret@box:6060/',
  'https://s3cret@box/',
  'bob:s3cret@box:6060',
  'ftp://bob:s3cret@box/',
  'ssh://bob:s3cret@box/localhost:6060',
  'ssh://bob:s3c@s3cret@box/',
  'http://bob:s3cret@',
  'http://bob:s3cret@box:99999/?token=s3cret',
  'bob:s3cret@box/x y',
  'http://box:99999/?token=s3cret',
  'http://box:99999/#s3cret',
])('%s is refused without repeating what is secret in it', (text) => {
  const {message, advice, stack} = refusal(text);
  expect(`${message} ${advice} ${stack}`).not.toContain('s3cret');
});

test.each([
  ['ssh://ada@box:2222/db:7070', 'ssh -N -p 2222 -L 6060:db:7070 ada@box'],
  ['ssh://box', 'ssh -N -L 6060:localhost:6060 box'],
  ['ssh://-oProxyCommand=x/localhost:6060', 'ssh -N -L 6060:localhost:6060 HOST'],
  ['ssh://box/$(reboot):1', 'ssh -N -L 6060:localhost:1 box'],
  ['k8s://prod/shop/cart-7d9:7070', 'kubectl --context prod -n shop port-forward pod/cart-7d9 6060:7070'],
  ['k8s://shop/cart', 'kubectl -n shop port-forward pod/cart 6060:6060'],
  ['k8s://', 'kubectl port-forward pod/POD 6060:6060'],
  ['unix:///run/app.sock', 'UNIX-CONNECT:/run/app.sock'],
  ['unix:///run/app.sock:/debug/pprof', 'UNIX-CONNECT:/run/app.sock,'],
  ['unix:///run/$(x).sock', 'UNIX-CONNECT:PATH'],
])('%s is not supported yet, and the advice is a command that works meanwhile', (text, command) => {
  const {message, advice} = refusal(text);
  expect(message).toMatch(/^(ssh|k8s|unix):\/\/ addresses are not supported yet\.$/);
  expect(advice).toContain(command);
});
