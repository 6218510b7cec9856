/** The environment variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a variable says anything: an empty one counts as none. */
export function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
