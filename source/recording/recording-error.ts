type RecordingErrorKind =
  | 'missing'
  | 'empty'
  | 'foreign'
  | 'newer'
  | 'damaged'
  | 'hostile'
  | 'busy'
  | 'taken'
  | 'not written'
  | 'unreadable';

/** A recording cannot be read or written: what happened, and what the user can do. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  readonly kind: RecordingErrorKind;
  readonly advice: string;
  /** 4: bad data; 2: a file that cannot be written. */
  readonly exitCode: 2 | 4;

  constructor(kind: RecordingErrorKind, message: string, advice: string, cause?: unknown) {
    super(message, {cause});
    this.kind = kind;
    this.advice = advice;
    this.exitCode = kind === 'busy' || kind === 'taken' || kind === 'not written' ? 2 : 4;
  }
}

/** Bytes of a recording do not say what they should; caught where the file has a name. */
export class DamagedBytes extends Error {
  override readonly name = 'DamagedBytes';
}
