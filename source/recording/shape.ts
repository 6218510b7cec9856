// Checks values that were read as JSON against what they must look like.

import {escapeText} from '../target/escape.ts';
import {DamagedBytes} from './recording-error.ts';

/** What a value that was read as JSON must look like. */
export type Shape =
  | 'number'
  | 'text'
  | 'flag'
  | {readonly optional: Shape}
  | {readonly list: Shape}
  /** Texts by any name. */
  | {readonly texts: true}
  | {readonly oneOf: ReadonlySet<string>}
  | {readonly fields: Fields}
  /** Told apart by their `kind`. In a list, those that are of no known kind are left out. */
  | {readonly kinds: Readonly<Record<string, Fields>>};

export type Fields = Readonly<Record<string, Shape>>;

/** Longer than any list that is judged. */
const maxListed = 100_000;

/**
 * The same value with nothing in it but what the shape names, and its texts safe to print.
 *
 * @throws {DamagedBytes} where it looks otherwise
 */
export function shaped(value: unknown, shape: Shape): unknown {
  if (shape === 'number') return ensure(typeof value === 'number' && Number.isFinite(value), value);
  if (shape === 'flag') return ensure(typeof value === 'boolean', value);
  if (shape === 'text') return typeof value === 'string' ? escapeText(value) : wrong();
  if ('optional' in shape) return value === undefined ? undefined : shaped(value, shape.optional);
  if ('oneOf' in shape) return ensure(typeof value === 'string' && shape.oneOf.has(value), value);
  if ('list' in shape) {
    if (!Array.isArray(value) || value.length > maxListed) return wrong();
    return value.flatMap((item) => {
      try {
        return [shaped(item, shape.list)];
      } catch (error) {
        if (isOneOfKinds(shape.list) && error instanceof DamagedBytes) return [];
        throw error;
      }
    });
  }

  if (!isObject(value)) return wrong();
  if ('texts' in shape)
    return Object.fromEntries(
      Object.entries(value).map(([key, text]) => [escapeText(key), shaped(text, 'text')]),
    );
  if ('fields' in shape) return fieldsOf(value, shape.fields);
  const kind = value['kind'];
  const fields = typeof kind === 'string' ? ownFields(shape.kinds, kind) : undefined;
  return fields === undefined ? wrong() : {kind, ...fieldsOf(value, fields)};
}

function isOneOfKinds(shape: Shape): boolean {
  return typeof shape === 'object' && 'kinds' in shape;
}

function ownFields(kinds: Readonly<Record<string, Fields>>, kind: string): Fields | undefined {
  return Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
}

function fieldsOf(value: Readonly<Record<string, unknown>>, fields: Fields): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, shape] of Object.entries(fields)) {
    const field = shaped(Object.hasOwn(value, name) ? value[name] : undefined, shape);
    if (field !== undefined) found[name] = field;
  }

  return found;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ensure(isRight: boolean, value: unknown): unknown {
  return isRight ? value : wrong();
}

function wrong(): never {
  throw new DamagedBytes('a diagnosis does not look like one');
}
