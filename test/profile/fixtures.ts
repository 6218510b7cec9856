import {readFileSync} from 'node:fs';
import {type DecodeOptions, decodeHere} from '../../source/profile/decode-here.ts';
import type {Interner} from '../../source/profile/interner.ts';
import type {Group, Snapshot} from '../../source/profile/model.ts';

const folder = new URL('../fixtures/goroutine/', import.meta.url);

export const releases = [15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27].map((minor) => `go1.${minor}`);
export const finalizerReleases = ['go1.24-finalizer', 'go1.25-finalizer', 'go1.27-finalizer'];

/** The bytes of a real profile, such as `go1.27/g2.txt`. */
export function fixture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(name, folder)));
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text));
}

export async function decode(
  content: Uint8Array | string,
  options: Partial<DecodeOptions> = {},
  interner?: Interner,
): Promise<Snapshot> {
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  return decodeHere([bytes], {source: 'file', takenAt: 0, ...options}, interner);
}

/** What a snapshot says; its columns say the same again, with numbers of whoever made them. */
export function withoutColumns({columns: _columns, ...said}: Snapshot): Omit<Snapshot, 'columns'> {
  return said;
}

/** The only group whose label `cat` has this value: in the fixtures, what its goroutine waits for. */
export function groupOf(snapshot: Snapshot, cat: string): Group {
  const found = snapshot.groups.filter((group) => group.identity.labels['cat'] === cat);
  if (found.length !== 1) {
    throw new Error(`${found.length} groups have the label cat=${cat}`);
  }

  return found[0]!;
}

/** The group that holds the goroutine with this id. */
export function groupOfId(snapshot: Snapshot, id: number): Group {
  const found = snapshot.groups.find((group) => group.members?.ids.includes(id));
  if (found === undefined) {
    throw new Error(`no group holds goroutine ${id}`);
  }

  return found;
}
