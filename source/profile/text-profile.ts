import {DecodeError} from './decode-error.ts';
import type {DumpOptions} from './dump-snapshot.ts';
import type {Interner} from './interner.ts';
import type {Snapshot} from './model.ts';

export function parseTextProfile(
  _bytes: Uint8Array,
  _interner: Interner,
  _options: DumpOptions & {symbols?: ReadonlyMap<number, string> | undefined; cut: boolean},
): Snapshot {
  throw new DecodeError('not-a-profile', 'debug=1 is not read yet.', 'Use debug=2.');
}
