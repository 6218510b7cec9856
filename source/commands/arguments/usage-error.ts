/** Somebody asked for something that does not exist, or in a way that cannot be understood. Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** What to do instead; printed after the message. */
  readonly advice: string;
  readonly exitCode = 2;

  constructor(message: string, advice = 'See gorowatch --help.') {
    super(message);
    this.advice = advice;
  }
}
