// Takes host names, addresses and paths of a machine out of sentences.

import {isIPv6} from 'node:net';

/** Names that everybody's machine has say nothing of anybody's. */
const everybodys = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|0\.0\.0\.0|::|\[::1?\])$/i;
const url = /\b[a-z][a-z\d+.-]*:\/\/[^\s<>"'()]+/gi;
/** An address of version 4 with the name that it is a part of, as in `node-10.1.2.3.example`; or any in brackets. */
const address =
  /(?<![\w-]|\w\.)(?:(?:[\w-]+\.)*[\w-]*-)?\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\.go:)[\w-]*(?:\.[\w-]+)*|\[[\da-f:]+(?:%\w+)?\]/gi;
/** What may be an IPv6 address without brackets: a time of day has two colons too. */
const perhapsSix = /(?<![\w.:[-])[\da-f]*:[\da-f]*:[\da-f:.]*[\da-f:](?:%\w+)?(?![\w-])/gi;
const user = /(?<![\w/.@+-])[\w.+-]+(?::[^\s@/]*)?@(?=[\w[])/g;
/** What a server says of itself, which may be its name. */
const quoted = /(it says|in the encoding) "[^"]*"/g;
/**
 * Stands for a host while its sentence is gone through: a character for private use, so that no rule takes it for a name,
 * or for a part of one.
 */
const firstMark = 0xe000;
const mark = /[\ue000-\uf8ff]/g;
/** A name with its port, and the path behind them. */
const withPort =
  /(?<![\w/.-])((?:[a-z\d](?:[a-z\d_-]*[a-z\d])?\.)*[a-z\d](?:[a-z\d_-]*[a-z\d])?|\[[\da-f:]+\]|[\ue000-\uf8ff]):(\d{2,5})\b(\/[^\s,;()"']*)?/gi;
/** A file with a line, or a time of day. */
const isNoHost = /(?:\.(?:go|s|c|h|cc|cpp)|^\d+)$/i;
const isMark = /^[\ue000-\uf8ff]$/;
const pathStart = String.raw`(?<![\w./])(?:~|/|[a-z]:\\)`;
/** Where a path is over: blanks, commas and brackets may stand in the name of a file. */
const pathEnd = String.raw`(?:[;:.](?=\s|$)|[)"\n]|'(?=\W|$))`;
/** How gorowatch's own sentences go on after a path, where no slash is still to come. */
const afterPath = String.raw`\s+(?:is (?:used up|on a|not|newer|older)|has stopped|does not|failed \()(?!(?:(?!${pathEnd}).)*[/\\])`;
const path = new RegExp(String.raw`${pathStart}(?:(?!${pathEnd}).)*?(?=${pathEnd}|${afterPath}|$)`, 'gim');
/** What Node and Go say before the name of a host that they could not reach. */
const afterFailure =
  /\b((?:E[A-Z]{3,}|EAI_[A-Z]+|getaddrinfo|lookup|dial (?:tcp|udp)\d?) +)((?!E[A-Z]{3,}\b)[a-z\d][a-z\d.-]*[a-z\d])(?![\w/(])/g;
/** In a sentence about a connection, what has dots in it is a host, unless it is a file; and the path behind it. */
const dotted =
  /(?<![\w/-]|\w\.)(?:(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z][a-z\d-]*[a-z\d](?![\w(-]|\.\w)|[\ue000-\uf8ff])(\/[^\s,;()"']*)?/gi;
const isFileName = /\.(?:go|s|c|h|cc|cpp|js|ts|mjs|txt|gz|log|pb|prof|md|html|json|svg|folded|gorowatch)$/i;
/** A first name that is shorter may be any word. */
const leastShortName = 3;

/** Names given to what is not to be read, the same for the same thing: `host-1`, `host-2`. */
type Stand = {
  readonly of: (name: string) => string;
  readonly names: () => readonly string[];
};

export function standsFor(prefix: string): Stand {
  const known = new Map<string, string>();
  return {
    of(name) {
      const stand = known.get(name) ?? `${prefix}${known.size + 1}`;
      known.set(name, stand);
      return stand;
    },
    names: () => [...known.keys()],
  };
}

/** Whether a name tells whose machine it is. */
function isTelling(host: string): boolean {
  return host !== '' && !everybodys.test(host);
}

/**
 * How a host may be called in a sentence: by its whole name, or by the first part of it.
 *
 * Example input:  `shop-7.prod.example`
 * Example output: `['shop-7.prod.example', 'shop-7']`
 */
export function namesOfHost(host: string): readonly string[] {
  const [short = ''] = host.split('.');
  return short === host || short.length < leastShortName || !/[a-z]/i.test(short) ? [host] : [host, short];
}

/**
 * A sentence without host names, addresses and paths of a machine. `known`: names that it may hold on their own;
 * `isOfConnection`: whatever looks like a host in it is one.
 *
 * Example input:  `shop-7.prod:6060 refused the connection (10.1.2.3:6060).`
 * Example output: `host-1:6060 refused the connection (host-2:6060).`
 */
export function withoutHosts(
  text: string,
  {
    hosts,
    paths,
    known,
    isOfConnection = false,
  }: {
    readonly hosts: Stand;
    readonly paths: Stand;
    readonly known: readonly string[];
    readonly isOfConnection?: boolean;
  },
): string {
  const taken: string[] = [];
  const stand = (host: string) =>
    isTelling(host) && !isMark.test(host)
      ? String.fromCodePoint(firstMark + taken.push(hosts.of(host)) - 1)
      : host;
  let rest = text
    .replaceAll(quoted, '$1 something')
    .replaceAll(url, (whole) => hostOf(whole, stand))
    .replaceAll(path, (whole) => paths.of(whole))
    .replaceAll(user, '')
    .replaceAll(perhapsSix, (whole) => withoutSix(whole, stand))
    .replaceAll(address, stand)
    .replaceAll(withPort, (whole, host: string, port: string, behind: string | undefined) => {
      const isOther = isNoHost.test(host);
      if (isOther && behind === undefined) return whole;
      return `${isOther ? host : stand(host)}:${port}`;
    });
  if (isOfConnection) {
    rest = rest
      .replaceAll(afterFailure, (_whole, before: string, host: string) => before + stand(host))
      .replaceAll(dotted, (whole, behind: string = '') => {
        const host = whole.slice(0, whole.length - behind.length);
        return isFileName.test(whole) ? whole : stand(host);
      });
  }

  // Names that are known from elsewhere stand here without a port, perhaps.
  const names = [...known.filter(isTelling), ...hosts.names()].toSorted((a, b) => b.length - a.length);
  for (const name of names) {
    const whole = new RegExp(
      String.raw`(?<![\w.-])${name.replaceAll(/[^\w]/g, String.raw`\$&`)}(?![\w-])`,
      'gi',
    );
    rest = rest.replaceAll(whole, () => stand(name));
  }

  return rest.replaceAll(mark, (one) => taken[one.codePointAt(0)! - firstMark] ?? one);
}

/** Without an address of version 6 that a colon may follow. */
function withoutSix(whole: string, stand: (host: string) => string): string {
  const bare = isIPv6(whole) ? whole : whole.replace(/:$/, '');
  return isIPv6(bare) ? stand(bare) + whole.slice(bare.length) : whole;
}

/** What is left of an address: where it leads to, without user, path and query. */
function hostOf(whole: string, stand: (host: string) => string): string {
  const parsed = URL.parse(whole);
  if (parsed === null || parsed.hostname === '') return 'an address';
  return `${stand(parsed.hostname)}${parsed.port === '' ? '' : `:${parsed.port}`}`;
}
