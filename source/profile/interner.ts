// Gives equal frames, stacks and identities one object each, so that equal means the same.

import {groupKey, labelText, placeKey} from './group-key.ts';
import type {Frame, GroupIdentity} from './model.ts';
import {type ObserverRole, observerRole} from './observer.ts';
import {addToShort} from './short-list.ts';
import type {Family} from './wait-reason.ts';

/** A stack of visible frames that is the same object whenever they are the same. */
export type InternedStack = {
  readonly frames: readonly Frame[];
  readonly role: ObserverRole;
  /** Of goroutines without labels, one for each family: nearly always one. */
  plain: GroupIdentity[];
  /** Of those with labels, by family and labels. A map for each of 10,000 stacks would take megabytes. */
  labelled: Map<string, GroupIdentity> | undefined;
};

/** Gives equal frames, stacks and identities one object each. */
export type Interner = {
  frame(functionName: string, file: string, line: number): Frame;
  stack(frames: readonly Frame[]): InternedStack;
  /** Equal keys give the same object: stacks that differ only outwards of the 24th frame share the first one's. */
  identity(stack: InternedStack, family: Family, labels: Readonly<Record<string, string>>): GroupIdentity;
  /** How many frames, stacks and identities it holds, to be compared with a cap. */
  size(): number;
};

const noLabels: Readonly<Record<string, string>> = Object.freeze({});

export function createInterner(): Interner {
  // By function, then line: the same line is in two files only where two packages have the same path.
  const frames = new Map<string, Map<number, Frame[]>>();
  const numbers = new Map<Frame, number>();
  // Stacks whose frame numbers hash alike; the frames themselves are then compared.
  const stacks = new Map<number, InternedStack[]>();
  const identities = new Map<string, GroupIdentity>();
  let stackCount = 0;

  function identityOf(
    {frames: stack}: InternedStack,
    family: Family,
    labels: Readonly<Record<string, string>>,
  ): GroupIdentity {
    const place = placeKey(family, stack);
    const key = groupKey(place, labels);
    let identity = identities.get(key);
    if (identity === undefined) {
      identity = {key, place, family, stack, labels};
      identities.set(key, identity);
    }

    return identity;
  }

  return {
    frame(functionName, file, line) {
      let named = frames.get(functionName);
      if (named === undefined) {
        named = new Map();
        frames.set(functionName, named);
      }

      const alike = named.get(line);
      let frame = alike?.find((one) => one.file === file);
      if (frame === undefined) {
        frame = {function: functionName, file, line};
        if (alike === undefined) {
          named.set(line, [frame]);
        } else {
          alike.push(frame);
        }

        numbers.set(frame, numbers.size + 1);
      }

      return frame;
    },

    stack(wanted) {
      let code = wanted.length;
      for (const frame of wanted) {
        code = Math.imul(code ^ (numbers.get(frame) ?? 0), 0x01_00_01_93) ^ (code >>> 15);
      }

      const alike = stacks.get(code);
      const known = alike?.find(({frames: held}) => equalFrames(held, wanted));
      if (known !== undefined) {
        return known;
      }

      const role = observerRole(wanted);
      const stack: InternedStack = {frames: wanted, role, plain: [], labelled: undefined};
      stackCount++;
      if (alike === undefined) {
        stacks.set(code, [stack]);
      } else {
        alike.push(stack);
      }

      return stack;
    },

    identity(stack, family, labels) {
      if (Object.keys(labels).length === 0) {
        const known = stack.plain.find((one) => one.family === family);
        if (known !== undefined) {
          return known;
        }

        const identity = identityOf(stack, family, noLabels);
        stack.plain = addToShort(stack.plain, identity);
        return identity;
      }

      const name = `${family}\n${labelText(labels)}`;
      stack.labelled ??= new Map();
      let identity = stack.labelled.get(name);
      if (identity === undefined) {
        identity = identityOf(stack, family, labels);
        stack.labelled.set(name, identity);
      }

      return identity;
    },

    size() {
      return numbers.size + stackCount + identities.size;
    },
  };
}

function equalFrames(one: readonly Frame[], other: readonly Frame[]): boolean {
  return one.length === other.length && one.every((frame, at) => frame === other[at]);
}
