// Reads addresses as people write them, and keeps what may be secret in them out of every message.

import {escapeText} from './escape.ts';
import {adviceForTunnel} from './tunnel-advice.ts';

/** Where a target is, and what to call it. Only `query` can hold a secret; nothing else of it may be printed. */
export type Address = {
  /** What people read, such as `localhost:6060`. Never holds a query or credentials. */
  readonly name: string;
  /** Where pprof is expected, such as `http://localhost:6060/debug/pprof/`. Ends in `/`, has no query. */
  readonly url: string;
  /** Such as `http://localhost:6060`. */
  readonly origin: string;
  /** Where pprof may be, most likely first: absolute paths that end in `/`. The first one is that of `url`. */
  readonly paths: readonly [string, ...string[]];
  /** Sent with each request, such as `token=…`, without `?`; empty when there is none. */
  readonly query: string;
};

/** An address that cannot be used. Its text never repeats credentials or a query. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
  /** What to write instead: one sentence. */
  readonly advice: string;
  readonly exitCode = 2;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}

/** Where Go programs serve net/http/pprof by convention. */
const defaultPort = 6060;
/** The path that importing net/http/pprof registers. */
const pprofPath = '/debug/pprof/';

const maxPort = 65_535;
const scheme = /^([a-z][a-z\d+.-]*):\/\//i;
/** `host`, `:port`, `host:port`, `[::1]:port`, and behind a port a path. */
const bare = /^(\[[\da-f:.]+\]|[^\s:/?#@[\]\\]+)?(?::(\d+)([/?#].*)?)?$/i;
const underPprof = /^(.*\/debug\/pprof)(?:\/.*)?$/s;
const oneProfile =
  /^(.*\/)(?:allocs|block|cmdline|goroutine|goroutineleak|heap|mutex|profile|symbol|threadcreate|trace)\/?$/s;
/** What decides how a profile is taken. Each request sets these itself, or it would wait or collect garbage. */
const ownParameters = new Set(['debug', 'seconds', 'gc']);
const unprintable = /[\s\p{Cc}\p{Cf}\p{Cs}]/u;
const forms = 'Write 6060, localhost:6060, or http://host:6060/prefix.';

/**
 * Reads an address as people write it.
 *
 * Throws AddressError for anything else, for credentials in a URL, and for ways that are not there yet.
 *
 * Example input:  `https://api.example.com/admin/debug/pprof/goroutine?debug=2&token=t`
 * Example output: `{name: 'api.example.com/admin', url: 'https://api.example.com/admin/debug/pprof/', query: 'token=t', …}`
 */
export function parseAddress(text: string): Address {
  if (text === '' || unprintable.test(text)) {
    throw new AddressError(
      text === '' ? 'The address is empty.' : `${quote(text)} is not an address.`,
      forms,
    );
  }

  const named = scheme.exec(text)?.[1]?.toLowerCase();
  if (named !== undefined && named !== 'http' && named !== 'https') {
    throw unsupported(named, text);
  }

  if (authority(text).includes('@')) {
    throw new AddressError(
      'The address holds a user name or password, which would stay in the shell history and in process lists.',
      'Leave it out; for a target that asks for a password, open a tunnel past its proxy, e.g. with ssh -L.',
    );
  }

  return named === undefined ? fromBare(text) : fromUrl(text);
}

function fromBare(text: string): Address {
  const [, host = 'localhost', digits, rest = ''] = /^\d+$/.test(text)
    ? ['', undefined, text]
    : (bare.exec(text) ?? []);
  if (!bare.test(text) || text.startsWith('-')) {
    const advice = text.split(':').length > 2 ? 'Put an IPv6 address in brackets: [::1]:6060.' : forms;
    throw new AddressError(`${quote(text)} is not an address.`, advice);
  }

  const port = digits === undefined ? defaultPort : Number(digits);
  if (port < 1 || port > maxPort) {
    throw new AddressError(`${quote(text)} names no port: ports go from 1 to ${maxPort}.`, forms);
  }

  return fromUrl(`http://${host}:${port}${rest}`);
}

function fromUrl(text: string): Address {
  const url = URL.parse(text);
  if (url === null || url.hostname === '') {
    throw new AddressError(`${quote(text)} is not a URL.`, forms);
  }

  if (url.port === '0') {
    throw new AddressError(`${quote(text)} names no port: ports go from 1 to ${maxPort}.`, forms);
  }

  const paths = pprofPaths(url.pathname);
  // Without a port, a name of people's own making means 6060; that of a URL means the scheme's.
  const host = url.port === '' && url.protocol === 'http:' ? `${url.hostname}:80` : url.host;
  const prefix = paths[0].replace(/(?:\/debug\/pprof)?\/$/, '');
  return {
    name: escapeText(`${url.protocol === 'https:' ? 'https://' : ''}${host}${prefix}`),
    url: url.origin + paths[0],
    origin: url.origin,
    paths,
    query: withoutOwnParameters(url.search),
  };
}

/** Example: `/admin` → `/admin/debug/pprof/`, `/admin/`. */
function pprofPaths(pathname: string): Address['paths'] {
  const pprof = underPprof.exec(pathname)?.[1];
  if (pprof !== undefined) {
    return [`${pprof}/`];
  }

  const folder = oneProfile.exec(pathname)?.[1];
  if (folder !== undefined) {
    return [folder];
  }

  const prefix = pathname.replace(/\/+$/, '');
  return prefix === '' ? [pprofPath] : [prefix + pprofPath, `${prefix}/`];
}

function withoutOwnParameters(search: string): string {
  return search
    .replace(/^\?/, '')
    .split('&')
    .filter((parameter) => parameter !== '' && !ownParameters.has(parameter.split('=', 1)[0]!))
    .join('&');
}

function unsupported(name: string, text: string): AddressError {
  const tunnel = adviceForTunnel(name, text);
  return tunnel === undefined
    ? new AddressError(`${name}:// is not a way to reach a target.`, forms)
    : new AddressError(`${name}:// addresses are not supported yet.`, tunnel);
}

/** Example: `http://bob:secret@host/path` → `bob:secret@host`. */
function authority(text: string): string {
  return text.replace(scheme, '').split(/[/?#\\]/, 1)[0]!;
}

const maxQuotedCharacters = 80;

/** The address as the user wrote it, for a message: without credentials and query, on one line, not too long. */
function quote(text: string): string {
  const bareText = text.replace(/[?#].*$/s, '').replace(/^((?:[a-z][a-z\d+.-]*:\/\/)?).*@/is, '$1…@');
  const short =
    bareText.length > maxQuotedCharacters ? `${bareText.slice(0, maxQuotedCharacters)}…` : bareText;
  return `"${escapeText(short)}"`;
}
