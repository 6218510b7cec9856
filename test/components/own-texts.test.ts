import {expect, test, vi} from 'vitest';
import {createOwnTexts, type FetchTexts} from '../../source/components/own-texts.ts';
import type {StacksLook} from '../../source/session/model.ts';

/** A look that showed these goroutines, each with the moment at which it was first seen. */
const lookOf = (firstSeen: Readonly<Record<number, number>>): StacksLook => ({
  atMs: 0,
  wallMs: 0,
  snapshot: {takenAt: 0, source: 'debug=2', total: 0, complete: true, missing: 0, observer: 2, groups: []},
  places: new Map(),
  firstSeen: new Map(Object.entries(firstSeen).map(([id, ms]) => [Number(id), ms])),
  firstLookMs: 0,
});

function ownTexts(answer: (id: number) => string | undefined = (id) => `text of ${id}`) {
  const fetch = vi.fn<FetchTexts>(async (ids) => {
    const found = new Map<number, string>();
    for (const id of ids) {
      const text = answer(id);
      if (text !== undefined) found.set(id, text);
    }

    return found;
  });
  const arrived = vi.fn<() => void>();
  return {texts: createOwnTexts(fetch, arrived), fetch, arrived};
}

test('each text is asked for once, also where there is none', async () => {
  const {texts, fetch, arrived} = ownTexts((id) => (id === 2 ? undefined : `text of ${id}`));
  const look = lookOf({1: 5, 2: 5});
  await texts.want([1, 2], look, look);
  await texts.want([1, 2], look, look);
  expect(fetch.mock.calls).toEqual([[[1, 2]]]);
  expect(arrived).toHaveBeenCalledTimes(1);
  expect(texts.known().get(1)).toBe('text of 1');
});

test('a new look on the screen brings new texts', async () => {
  const said = {now: 'before'};
  const {texts} = ownTexts(() => said.now);
  const [first, second] = [lookOf({1: 5}), lookOf({1: 5})];
  await texts.want([1], first, first);
  said.now = 'after';
  await texts.want([1], second, second);
  expect(texts.known().get(1)).toBe('after');
});

test('what a paused screen shows stays, and what is opened there comes from newer full stacks', async () => {
  const said = {now: 'before'};
  const {texts} = ownTexts(() => said.now);
  const [shown, newest] = [lookOf({1: 5, 2: 5}), lookOf({1: 5, 2: 5, 3: 9})];
  await texts.want([1], shown, shown);
  said.now = 'after';
  await texts.want([1, 2], shown, newest);
  expect([...texts.known().values()]).toEqual(['before', 'after']);
});

test('a goroutine of another process with the same id is not shown for the one on the screen', async () => {
  const {texts, fetch} = ownTexts();
  await texts.want([1], lookOf({1: 5}), lookOf({1: 700}));
  await texts.want([1], lookOf({1: 5}), undefined);
  expect(fetch).not.toHaveBeenCalled();
});

test('texts that cannot be had are no failure', async () => {
  const texts = createOwnTexts(
    () => Promise.reject(new Error('the worker ended')),
    () => undefined,
  );
  const look = lookOf({1: 5});
  await texts.want([1], look, look);
  expect(texts.known().get(1)).toBe('');
});
