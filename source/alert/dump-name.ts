/** `alert`: saved unattended, and the only ones that retention removes. `dump`: saved because a person asked. */
export type DumpOccasion = 'alert' | 'dump';

/** `txt`: text as it came. `txt.gz`: text compressed here. `pb.gz`: a debug=0 profile, compressed by the target. */
export type DumpForm = 'txt' | 'txt.gz' | 'pb.gz';

const longestTargetPart = 80;
const longestReasonPart = 60;

const ownName =
  /^gorowatch-(?<occasion>alert|dump)-(?<number>\d{5,9})-[A-Za-z0-9._-]+\.(?:txt|txt\.gz|pb\.gz)$/;

/**
 * What a dump is about, as part of its file name: target, moment (UTC), goroutines, reason; letters that are safe in
 * any shell and on any file system only, and nothing of a user name or password in the target.
 *
 * Example input:  `{target: 'localhost:6060', wallMs: 1795270000000, total: 1502, reason: 'goroutines-above-1500'}`
 * Example output: `localhost-6060-20261121T134640Z-1502-goroutines-above-1500`
 */
export function dumpSubject(about: {
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

/**
 * The name of a dump file: `gorowatch-alert-00042-<subject>.txt.gz`. The number counts up in each folder, so that
 * names are unique and in order even when the clock goes back.
 */
export function dumpFileName(
  occasion: DumpOccasion,
  number: number,
  subject: string,
  form: DumpForm,
): string {
  return `gorowatch-${occasion}-${String(number).padStart(5, '0')}-${subject}.${form}`;
}

/** Occasion and number of a file that gorowatch named; undefined for any other. */
export function parseDumpFileName(name: string): {occasion: DumpOccasion; number: number} | undefined {
  const parts = ownName.exec(name)?.groups;
  if (!parts) return undefined;
  return {occasion: parts['occasion'] === 'alert' ? 'alert' : 'dump', number: Number(parts['number'])};
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
