// The one error for a target that does not give what was asked of it.

export type TargetErrorKind =
  | 'unreachable'
  | 'refused'
  | 'timed out'
  | 'tls'
  | 'unauthorized'
  | 'forbidden'
  | 'not found'
  | 'server error'
  | 'unexpected status'
  | 'redirect'
  | 'not pprof'
  | 'too large'
  | 'cut short'
  | 'aborted';

/** What arrived is bad; in every other case nothing usable arrived. */
const badAnswers: ReadonlySet<TargetErrorKind> = new Set(['not pprof', 'too large']);

/**
 * The target did not give what was asked of it.
 *
 * `message` says what happened and where, `advice` what the user can do: one sentence each, safe to print. There is
 * no `cause`, because an error from below may repeat raw bytes of the target.
 */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly kind: TargetErrorKind;
  readonly advice: string;
  /** 3: the target cannot be reached; 4: what it answers is not what it should be. */
  readonly exitCode: 3 | 4;

  constructor(kind: TargetErrorKind, message: string, advice: string) {
    super(message);
    this.kind = kind;
    this.advice = advice;
    this.exitCode = badAnswers.has(kind) ? 4 : 3;
  }
}

/** The caller no longer wants the answer, or has closed the target. */
export function givenUp(name: string): TargetError {
  return new TargetError(
    'aborted',
    `The request to ${name} was given up.`,
    'Nothing is wrong with the target.',
  );
}
