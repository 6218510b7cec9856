// Reads the page that lists a process's profiles: how many goroutines it has, and which Go it is at least.

import {escapeText} from './escape.ts';

/** What the list of profiles says about the process. Only facts that show: no endpoint tells the Go version. */
export type PprofIndex = {
  /** Those that answer this very request are among them. */
  readonly goroutines: number;
  /** Threads ever started and still alive; undefined when the page does not list them. */
  readonly threads: number | undefined;
  /** The count of each profile by name, custom ones included. Names are safe to print. */
  readonly profiles: ReadonlyMap<string, number>;
  /** Whether the garbage collector can be asked for leaked goroutines. */
  readonly hasLeakProfile: boolean;
  /** Built by this Go release or a later one; undefined when nothing shows. */
  readonly goAtLeast: '1.16' | '1.20' | '1.24' | '1.26' | undefined;
};

/** What a request adds to the count of the index page: its handler, and the reader of its connection. */
export const requestGoroutines = 2;

// Up to Go 1.15 a row takes several lines and its link has no quotes. Names of custom profiles may hold anything.
const row = /<td>(\d{1,15})<\/td>\s*<td><a href=[^>]*>([^<]*)<\/a>/g;
const rowsOnOneLine = /<tr><td>\d/;
const entities: Readonly<Record<string, string>> = {lt: '<', gt: '>', amp: '&', quot: '"', apos: "'"};

/**
 * Reads the page that `/debug/pprof/` answers with; undefined for anything else, such as a login page.
 *
 * Example input:  `…<tr><td>54</td><td><a href='goroutine?debug=1'>goroutine</a></td></tr>…`
 * Example output: `{goroutines: 54, threads: 9, hasLeakProfile: false, goAtLeast: '1.24', …}`
 * Source: net/http/pprof Index, Go 1.15 (template) and 1.16–1.27 (one line a row).
 */
export function parseIndex(page: Uint8Array | string): PprofIndex | undefined {
  // Escaping the page would take its line ends; what is kept of it, the names, is escaped one by one.
  const text = typeof page === 'string' ? page : new TextDecoder().decode(page);
  const profiles = new Map<string, number>();
  for (const [, count, name] of text.matchAll(row)) {
    profiles.set(escapeText(unescapeHtml(name!)), Number(count));
  }

  const goroutines = profiles.get('goroutine');
  if (goroutines === undefined) {
    return undefined;
  }

  const hasLeakProfile = profiles.has('goroutineleak');
  return {
    goroutines,
    threads: profiles.get('threadcreate'),
    profiles,
    hasLeakProfile,
    goAtLeast: goAtLeastOf(text, hasLeakProfile, profiles.has('symbol')),
  };
}

/** Each mark came with one release and stayed. The leak profile can also be an experiment of 1.26. */
function goAtLeastOf(text: string, hasLeakProfile: boolean, hasSymbol: boolean): PprofIndex['goAtLeast'] {
  if (hasLeakProfile) return '1.26';
  if (hasSymbol) return '1.24';
  if (text.includes('<p>Set debug=1')) return '1.20';
  return rowsOnOneLine.test(text) ? '1.16' : undefined;
}

function unescapeHtml(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|([a-z]+));/g,
    (entity, code: string | undefined, name: string | undefined) => {
      if (name !== undefined) {
        return entities[name] ?? entity;
      }

      const point = Number(code);
      return point <= 0x10_ff_ff ? String.fromCodePoint(point) : entity;
    },
  );
}
