import {describe, expect, test, vi} from 'vitest';
import {groupings} from '../../source/view/lists/rows.ts';
import {watched} from '../helpers/session.ts';
import {costly, inScope, ownText, plenty, texts, ways} from './in-scope.ts';
import {onScreen, type OnScreen} from './on-screen.tsx';

const names = (screen: OnScreen) => [...screen.inspector.contents().rows].map(({name}) => name);

describe('the filter', () => {
  test.each([
    ['worker5', 'p0.worker56', 11],
    ['state:select', 'p1.worker1', 20],
    ['!state:select', 'p0.worker0', 40],
    ['fn:worker1$', 'p1.worker1', 1],
    ['label:n=1 count>90', 'p1.worker1', 5],
    ['file:worker.go:7', 'p0.worker7', 1],
    ['"IO wait"', 'p2.worker2', 20],
  ])('%s', async (typed, first, many) => {
    const screen = await onScreen(await plenty());
    await screen.press('/');
    await screen.type(typed);
    await screen.press('enter');
    expect(names(screen)).toContain(first);
    expect(names(screen)).toHaveLength(many);
    expect(screen.line('groups ·')).toContain(`${many} of 60 · filter: ${typed}`);
  });

  test('that cannot be used says why, while typed and after, and the one before stays in force', async () => {
    const screen = await onScreen(await plenty());
    await screen.press('/');
    await screen.type('worker5 !age');
    const before = names(screen);
    expect(before).toHaveLength(11);
    await screen.type('>x');
    expect(screen.line(' / ')).toContain('age> needs a time');
    expect(names(screen)).toEqual(before);
    await screen.press('enter');
    expect(screen.text()).toContain('age> needs a time');
    expect(names(screen)).toEqual(before);
  });

  test('takes characters only: keys with names are not typed', async () => {
    const screen = await inScope('filter');
    await screen.press('up', 'home', 'pagedown', 'tab', 'ctrl-d', 'ctrl-b');
    expect(screen.inspector.state.typed).toBe('ab');
    await screen.type('é 界');
    expect(screen.inspector.state.typed).toBe('abé 界');
    await screen.press('backspace', 'backspace');
    expect(screen.inspector.state.typed).toBe('abé');
  });

  test('narrows single goroutines and events too', async () => {
    const screen = await onScreen(await plenty());
    await screen.press('/');
    await screen.type('worker7');
    await screen.press('enter', '3');
    expect(screen.text()).toContain('goroutines · 40 of 4,235');
    await screen.press('4', '/', 'ctrl-u');
    await screen.type('problem 59');
    expect(screen.line(' / problem 59')).toContain('1 event');
    expect(screen.text()).toContain('problem 59');
    expect(screen.text()).not.toContain('problem 58');
  });
});

test('a reason chosen leaves only its groups, and chosen again all of them', async () => {
  const screen = await onScreen(await plenty());
  await screen.press('tab', 'enter');
  const {families: all} = screen.inspector.contents();
  expect(screen.line('groups ·')).toContain(`groups · ${all[0]!.family} · 20`);
  expect([...screen.inspector.contents().rows].every(({family}) => family === all[0]!.family)).toBe(true);
  await screen.press('tab', 'enter');
  expect(screen.line('groups ·')).toContain('groups · 60 ·');
});

test('v goes through all groupings and around', async () => {
  const screen = await onScreen(await plenty());
  const seen = [];
  for (const _ of groupings) {
    seen.push(screen.line('groups').replaceAll(/[─ ]+/g, ' ').trim());
    await screen.press('v');
  }

  expect(seen).toEqual([
    'groups · 60 · 5 of the runtime hidden (a)',
    'groups · by blocking place · 60 · 5 of the runtime hidden (a)',
    'groups · by creator · 1 · 5 of the runtime hidden (a)',
    'groups · by package · 7 · 5 of the runtime hidden (a)',
    'groups · by label · 2 · 5 of the runtime hidden (a)',
  ]);
  expect(screen.inspector.state.grouping).toBe('stack');
});

test('the column that orders the list carries a mark, and one without room is named in the title', async () => {
  const screen = await onScreen(await plenty());
  expect(screen.text()).toContain('COUNT▼');
  await screen.press('>', 'r');
  expect(screen.text()).toContain('CHANGE▲');
  await screen.press('>', '>');
  await screen.resize(80, 24);
  expect(screen.line('groups ·')).toContain('sorted by oldest');
});

describe('n and N', () => {
  test('go round the matches in an opened group', async () => {
    const screen = await onScreen(await plenty());
    await screen.press('/');
    await screen.type('state:select fn:main');
    await screen.press('enter', 'enter', 'n');
    expect(screen.cursorLine()).toContain('main.main');
    const first = screen.inspector.state.members.index;
    await screen.press('n');
    expect(screen.inspector.state.members.index).toBeGreaterThan(first);
    await screen.press('N');
    expect(screen.inspector.state.members.index).toBe(first);
    await screen.press('N', 'n');
    expect(screen.inspector.state.members.index).toBe(first);
  });

  test('go round the matches in a goroutine’s own text', async () => {
    const screen = await inScope('goroutine');
    const tops = [];
    await screen.press('g');
    for (let step = 0; step < 5; step++) {
      await screen.press('n');
      tops.push(screen.inspector.state.textTop);
    }

    expect(tops).toEqual([20, 70, 120, 170, 20]);
    await screen.press('N');
    expect(screen.inspector.state.textTop).toBe(170);
  });
});

test('enter on a frame of an opened group shows the first of its goroutines', async () => {
  const screen = await onScreen(await plenty(), {actions: {texts}});
  await screen.press('enter', 'g', 'enter');
  expect(screen.inspector.state.goroutine).toBe(1);
  expect(screen.text()).toContain('line 0');
});

test('the cursor of the events stays on its event when new ones come', async () => {
  const screen = await inScope('events');
  const line = screen.cursorLine();
  screen.inspector.session.addEvent('problem', 'a new one');
  screen.inspector.session.addEvent('problem', 'another');
  await screen.settle();
  expect(screen.cursorLine()).toBe(line);
});

/** What the copy key takes in a scope. */
const copied = async (scope: keyof typeof ways) => {
  const screen = await inScope(scope);
  await screen.press('y');
  expect(screen.text()).toContain('Copied.');
  return vi.mocked(screen.did.copy).mock.calls[0]![0];
};

test('y copies what the cursor is on, in every view', async () => {
  expect(await copied('groups')).toMatch(
    /^\d+ goroutines \[.*\] {n=\d}\nshop\/p\d\.worker\d+\n\t\/srv\/worker\.go:\d+\n/,
  );
  expect(await copied('detail')).toMatch(/created by main\.main \(40, .*\)\n\tmain\.go:1\n/);
  expect(await copied('goroutine')).toBe(ownText);
  expect(await copied('goroutines')).toMatch(/^goroutine \d+ \[/);
  expect(await copied('events')).toMatch(/^\d\d:\d\d:\d\d problem: problem \d+$/);
});

const failingDump = async () => {
  throw Object.assign(new Error('The disk is full.'), {advice: 'Free some space.'});
};

describe('a dump', () => {
  test('of few goroutines is taken at once, and its outcome is said', async () => {
    const screen = await onScreen(await plenty());
    await screen.press('d');
    await expect.poll(() => screen.text()).toContain('saved the stacks');
  });

  test('of many asks first what it will cost', async () => {
    const screen = await onScreen(await plenty(), {columns: 140, actions: costly});
    await screen.press('d');
    expect(screen.text()).toContain('A full dump of 48,000 goroutines stops the process for about 2.9 s.');
    expect(screen.did.dump).not.toHaveBeenCalled();
    await screen.press('esc');
    expect(screen.did.dump).not.toHaveBeenCalled();
    await screen.press('d', 's');
    expect(screen.did.dump).toHaveBeenLastCalledWith('counts');
    await screen.press('d', 'd');
    expect(screen.did.dump).toHaveBeenLastCalledWith('stacks');
  });

  test.each([
    [120, 40],
    [80, 24],
    [60, 18],
    [40, 10],
    [28, 7],
  ])('at %d x %d the question names the keys that answer it', async (columns, rows) => {
    const screen = await onScreen(await plenty(), {columns, rows, actions: costly});
    await screen.press('d');
    const said = screen.lines().slice(-2).join(' ');
    for (const key of ['d', 's', 'esc']) expect(said).toMatch(new RegExp(`(?:^|\\s)${key} `));
  });

  test('is taken once while the key is held down, and again when it is saved', async () => {
    const saved = Promise.withResolvers<string>();
    const dump = vi.fn<(kind: 'stacks' | 'counts') => Promise<string>>(() => saved.promise);
    const screen = await onScreen(await plenty(), {actions: {dump}});
    await screen.press('d', 'd', 'd');
    expect(dump).toHaveBeenCalledTimes(1);
    expect(screen.text()).toContain('Saving …');
    saved.resolve('saved it');
    await expect.poll(() => screen.text()).toContain('saved it');
    await screen.press('d');
    expect(dump).toHaveBeenCalledTimes(2);
  });

  test('that fails says why and what to do', async () => {
    const screen = await onScreen(await plenty(), {actions: {dump: failingDump}});
    await screen.press('d');
    await expect.poll(() => screen.text()).toContain('The disk is full. Free some space.');
  });
});

test('going in and out of groups takes the full stacks once at a time', async () => {
  const target = await plenty();
  target.passes(60_000);
  const looked = Promise.withResolvers<undefined>();
  const look = vi.fn<() => Promise<void>>(() => looked.promise);
  const screen = await onScreen(target, {actions: {look}});
  await screen.press('enter', 'esc', 'j', 'enter', 'esc', '3');
  expect(look).toHaveBeenCalledTimes(1);
  looked.resolve(undefined);
  await screen.press('1', 'enter');
  expect(look).toHaveBeenCalledTimes(2);
});

test('before there are counts, a mark is refused, not promised', async () => {
  const screen = await onScreen(watched());
  await screen.press('b');
  expect(screen.text()).toContain('There are no counts yet');
});
