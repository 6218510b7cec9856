export type DecodeErrorKind =
  'empty' | 'html' | 'not-a-profile' | 'other-profile' | 'damaged' | 'too-large' | 'crashed' | 'closed';

/** The bytes are not a goroutine profile that can be read: what they are instead, and what the user can do. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly kind: DecodeErrorKind;
  /** One sentence for the user, with what to do about it. */
  readonly advice: string;
  /** Bad data. */
  readonly exitCode = 4;

  constructor(kind: DecodeErrorKind, message: string, advice: string) {
    super(message);
    this.kind = kind;
    this.advice = advice;
  }
}
