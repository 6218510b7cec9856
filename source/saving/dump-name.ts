// Names of dump files: who had them saved, in which order, and in which form they lie there.

/** `alert`: saved unattended, and the only ones that retention removes. `dump`: saved because a person asked. */
export type DumpOccasion = 'alert' | 'dump';

/** `txt`: text as it came. `txt.gz`: text compressed here. `pb.gz`: a debug=0 profile, compressed by the target. */
export type DumpForm = 'txt' | 'txt.gz' | 'pb.gz';

const ownName =
  /^gorowatch-(?<occasion>alert|dump)-(?<number>\d{5,9})-[A-Za-z0-9._-]+\.(?:txt|txt\.gz|pb\.gz)$/;

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
