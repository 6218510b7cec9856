// What an answer means that is not the one asked for, and what a person can do about it.

import {STATUS_CODES} from 'node:http';
import {headOf} from './body.ts';
import {decodeText, escapeText} from './escape.ts';
import type {Reply} from './exchange.ts';
import {TargetError} from './target-error.ts';

const maxQuotedBytes = 160;
const maxTitleBytes = 4096;
const maxLocationCharacters = 200;

/** Where a request went: `name` for people, and the path without its query. */
type Asked = {readonly name: string; readonly path: string};

/** Returns the answer when its status is 200 and nothing has re-coded it. Throws a TargetError otherwise. */
export function checkStatus(reply: Reply, {name, path}: Asked): Reply {
  const {status} = reply;
  if (status === 200) {
    if (reply.contentEncoding !== '' && reply.contentEncoding !== 'identity') {
      throw new TargetError(
        'not pprof',
        `${name} answers in the encoding "${escapeText(reply.contentEncoding.slice(0, 40))}", which was not asked for.`,
        'A proxy in between compresses answers: go around it, e.g. with ssh -L.',
      );
    }

    return reply;
  }

  // The words of the status line are the target's; those of the standard say the same, safely.
  const answered = `${name} answered ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  const because = quoteBody(reply);
  switch (true) {
    case status === 401 || status === 407:
      throw new TargetError(
        'unauthorized',
        `${answered}: it wants to know who is asking.`,
        'Go around what guards it, e.g. with ssh -L to the process’s own port, or give a token in the URL’s query if it takes one.',
      );
    case status === 403:
      throw new TargetError(
        'forbidden',
        `${answered}: it does not show profiles to everyone${because}.`,
        'Many servers show them to their own machine only: go there, e.g. with ssh -L.',
      );
    case status === 404:
      throw new TargetError(
        'not found',
        `${name} has no ${escapeText(path)} here.`,
        'Import _ "net/http/pprof" in the program, or give the prefix it is served under: http://host:port/prefix.',
      );
    case status >= 300 && status < 400:
      throw new TargetError(
        'redirect',
        `${answered} and points to ${describeLocation(reply.location)}; redirects are not followed.`,
        'If that is where its net/http/pprof is, give that address; a login page means that a proxy guards it.',
      );
    case status === 400 && quotesHttps(reply):
      throw new TargetError(
        'tls',
        `${name} speaks HTTPS, not HTTP.`,
        'Write https:// in front of the address.',
      );
    case status >= 500:
      throw new TargetError(
        'server error',
        `${answered}${because}.`,
        'The process or a proxy in front of it is in trouble: try again, or look at the process’s own port.',
      );
    default:
      throw new TargetError(
        'unexpected status',
        `${answered}${because}.`,
        'Check that the address is that of a Go process with net/http/pprof, which answers every GET with 200.',
      );
  }
}

/** What an answer is when it is not what was asked for, such as `an HTML page titled "Sign in"`. */
export function describeBody(reply: Reply): string {
  if (reply.bytes === 0) {
    return 'nothing';
  }

  if (!isHtml(reply)) {
    return 'something else';
  }

  const title = /<title>([^<]*)/i.exec(decodeText(headOf(reply.chunks, maxTitleBytes)))?.[1]?.trim();
  return title === undefined || title === '' ? 'an HTML page' : `an HTML page titled "${title.slice(0, 60)}"`;
}

export function isHtml(reply: Reply): boolean {
  // No profile begins with `<`: not gzip, not protobuf, not its text.
  return /^\s*</.test(decodeTextStart(reply));
}

function decodeTextStart(reply: Reply): string {
  return Buffer.from(headOf(reply.chunks, maxQuotedBytes))
    .toString('latin1')
    .replace(/^\u00EF\u00BB\u00BF/, '');
}

/** Example: `: "too many profiles"`; empty when the body says nothing that a line can hold. */
function quoteBody(reply: Reply): string {
  if (reply.bytes === 0 || isHtml(reply)) {
    return '';
  }

  const start = headOf(reply.chunks, maxQuotedBytes);
  const line = start.subarray(
    0,
    [10, 13].map((end) => start.indexOf(end)).find((at) => at >= 0) ?? start.length,
  );
  const text = decodeText(line).trim();
  return text === '' ? '' : `: "${text}"`;
}

/** Go's own answer to plain HTTP on a TLS port. Source: net/http Server.serve. */
function quotesHttps(reply: Reply): boolean {
  return decodeTextStart(reply).includes('HTTP request to an HTTPS server');
}

/** Where a redirect points, without what may be secret in it: credentials, query. */
function describeLocation(location: string): string {
  if (location === '') {
    return 'nowhere';
  }

  const url = URL.parse(location);
  const place =
    url === null
      ? location.replace(/[?#].*$/s, '').replace(/^.*@/s, '')
      : `${url.protocol}//${url.host}${url.pathname}`;
  return escapeText(place.slice(0, maxLocationCharacters));
}
