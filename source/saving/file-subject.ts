// What a file that gorowatch names is about, as a part of its name.

const longestTargetPart = 80;
const longestReasonPart = 60;

/**
 * Target, moment (UTC), goroutines and reason as part of a file name: letters that are safe in any shell and on any
 * file system only, and nothing of a user name or password in the target.
 *
 * Example input:  `{target: 'localhost:6060', wallMs: 1795270000000, total: 1502, reason: 'goroutines-above-1500'}`
 * Example output: `localhost-6060-20261121T134640Z-1502-goroutines-above-1500`
 */
export function fileSubject(about: {
  readonly target: string;
  /** Milliseconds since 1970. */
  readonly wallMs: number;
  readonly total: number | undefined;
  readonly reason: string;
}): string {
  const parts = [
    safePart(withoutCredentials(about.target), longestTargetPart) || 'target',
    stamp(about.wallMs),
    about.total === undefined ? '' : safePart(String(about.total), longestReasonPart),
    safePart(about.reason, longestReasonPart),
  ];
  return parts.filter((part) => part !== '').join('-');
}

/** Compact ISO 8601 in UTC, which no change of the zone repeats. */
function stamp(wallMs: number): string {
  const moment = new Date(wallMs);
  if (Number.isNaN(moment.getTime())) return 'no-time';
  return safePart(moment.toISOString().replaceAll(/[-:]|\.\d+/g, ''), longestReasonPart);
}

/** `http://bob:secret@host:6060/a?token=b` → `host:6060/a`. */
function withoutCredentials(target: string): string {
  const [address = ''] = target.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').split(/[?#]/);
  const slash = address.indexOf('/');
  const authority = slash === -1 ? address : address.slice(0, slash);
  return address.slice(authority.lastIndexOf('@') + 1);
}

function safePart(text: string, longest: number): string {
  return text
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, longest)
    .replaceAll(/^[-.]+|[-.]+$/g, '');
}
