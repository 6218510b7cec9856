// Finds the names of the fields of a struct, in order.

import type {GoFile} from './go-functions.ts';

/**
 * The field that a value at a position of a literal without names goes to; undefined where the file does not declare the
 * type as a struct.
 *
 * Example input:  `type limit struct { sync.Mutex; queue, active chan int }`, `limit`, 2
 * Example output: `active`
 */
export function fieldAt(file: GoFile, type: string, position: number): string | undefined {
  const open = bodyOf(file, type);
  return open === undefined ? undefined : fieldsIn(file, open)[position];
}

/** The `{` of `type limit struct {`, or of `limit[T any] struct {` in a group. */
function bodyOf({tokens}: GoFile, type: string): number | undefined {
  for (let at = 1; at < tokens.count; at++) {
    if (tokens.text(at) !== 'struct' || tokens.text(at + 1) !== '{') continue;
    const name = tokens.text(at - 1) === ']' ? tokens.pair(at - 1) - 1 : at - 1;
    if (tokens.text(name) === type && tokens.pair(at + 1) > at) return at + 1;
  }

  return undefined;
}

function fieldsIn(file: GoFile, open: number): readonly string[] {
  const {tokens} = file;
  const names: string[] = [];
  const close = tokens.pair(open);
  let isStart = true;
  for (let at = open + 1; at < close; at++) {
    if (tokens.kind(at) === 'end') {
      isStart = true;
      continue;
    }

    if (isStart) names.push(...namesAt(file, at));
    isStart = false;
    if (tokens.pair(at) > at) at = tokens.pair(at);
  }

  return names;
}

/** The names that a declaration begins with; an embedded type is a field that no channel is. */
function namesAt({tokens}: GoFile, from: number): readonly string[] {
  const names = [tokens.text(from)];
  let at = from + 1;
  for (; tokens.text(at) === ',' && tokens.kind(at + 1) === 'word'; at += 2) names.push(tokens.text(at + 1));
  const isType =
    names.length === 1 &&
    (tokens.kind(from) !== 'word' || ['end', 'text'].includes(tokens.kind(at) ?? 'end'));
  return isType || tokens.text(at) === '.' ? [''] : names;
}
