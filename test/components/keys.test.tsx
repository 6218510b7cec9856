import {describe, expect, test, vi} from 'vitest';
import {bindings, bindingsOf, commandFor, keyName} from '../../source/terminal/bindings.ts';
import type {Command, Scope} from '../../source/view/commands.ts';
import {scopeOf} from '../../source/view/inspector-reducer.ts';
import {groupings} from '../../source/view/rows.ts';
import {creator, group, watched, type Watched} from '../helpers/session.ts';
import {bytes, onScreen, type OnScreen} from './on-screen.tsx';

const families = ['chan send', 'select', 'IO wait'] as const;
const ownText = Array.from({length: 200}, (_, index) =>
  index % 50 === 20 ? `worker ${index}` : `line ${index}`,
).join('\n');

/** Enough of everything that every key has somewhere to go. */
async function plenty(): Promise<Watched> {
  const target = watched();
  const groups = Array.from({length: 60}, (_, index) =>
    group(
      100 - index,
      families[index % 3]!,
      [`shop/p${index % 7}.worker${index} /srv/worker.go:${index}`, 'main.main main.go:1'],
      {
        labels: {n: String(index % 2)},
        ids: Array.from({length: 40}, (_member, id) => index * 40 + id + 1),
        creators: [creator('main.main main.go:1', 40)],
      },
    ),
  );
  target.sees(...groups, group(5, 'GC', 'runtime.bgsweep mgc.go:1'));
  await target.looks(...groups, group(5, 'GC', 'runtime.bgsweep mgc.go:1', {ids: [9001]}));
  for (let index = 0; index < 60; index++) target.session.addEvent('problem', `problem ${index}`);
  return target;
}

const texts = async (ids: readonly number[]) => new Map(ids.map((id) => [id, ownText]));

/** Keys that lead to each scope from the first one, in the middle of what there is. */
const ways: Readonly<Record<Exclude<Scope, 'everywhere'>, readonly string[]>> = {
  groups: ['j', 'j', 'pagedown'],
  reasons: ['tab', 'j'],
  detail: ['/', 'w', 'o', 'r', 'k', 'e', 'r', 'enter', 'enter', 'j', 'j', 'j', 'pagedown'],
  goroutine: ['/', 'w', 'o', 'r', 'k', 'e', 'r', 'enter', '3', 'enter', 'pagedown', 'pagedown'],
  goroutines: ['3', 'pagedown'],
  events: ['4', 'pagedown', 'j'],
  filter: ['/', 'a', 'b'],
  question: ['d'],
  help: ['?', 'j'],
};
const costly = {stacksCost: () => ({goroutines: 48_000, stoppedMs: 2900, mustAsk: true})};
const scopes = Object.keys(ways) as (keyof typeof ways)[];

async function inScope(scope: keyof typeof ways, rows = 24): Promise<OnScreen> {
  const screen = await onScreen(await plenty(), {
    columns: 100,
    rows,
    actions: {texts, ...(scope === 'question' ? costly : {})},
  });
  await screen.press(...ways[scope]);
  await vi.waitFor(() => expect(scopeOf(screen.inspector.state)).toBe(scope));
  return screen;
}

/** All that a key could change: the screen, the state, what it set going. */
function traceOf({inspector, did, text}: OnScreen): string {
  const {session, state} = inspector;
  const calls = Object.entries(did).map(([name, mock]) => [
    name,
    vi.isMockFunction(mock) ? mock.mock.calls.length : 0,
  ]);
  return JSON.stringify([state, session.baseline?.since, text(), calls.filter(([name]) => name !== 'texts')]);
}

describe.each(scopes)('in %s', (scope) => {
  const keys = bindingsOf(scope).flatMap((binding) => binding.keys);
  // Where one already is, there is nowhere to go.
  const isNowhere = (key: string) =>
    (key === '3' && scope === 'goroutines') || (key === '4' && scope === 'events');

  test.each(keys.filter((key) => !isNowhere(key)))('%s does something', async (key) => {
    const screen = await inScope(scope);
    // At the first column there is nothing to the left.
    if (commandFor(key, scope) === 'sortLeft') await screen.press('>');
    const trace = traceOf(screen);
    await screen.press(key);
    const isHome = scope === 'groups' && (key === '1' || key === 'esc');
    expect(traceOf(screen) === trace).toBe(isHome);
  });

  test('every key in the footer is bound there, and at 200 columns the footer holds all of them', async () => {
    const screen = await inScope(scope);
    await screen.resize(200, 30);
    const promised = bindingsOf(scope).flatMap(({keys: [key = ''], footer, footerKey}) =>
      footer === undefined ? [] : [`${footerKey ?? keyName(key, false)} ${footer}`],
    );
    expect(screen.lines().at(-1)).toBe(` ${promised.join('  ')}`);
  });
});

test.each(scopes.filter((scope) => !['filter', 'question', 'help'].includes(scope)))(
  'the help of %s lists every key that means something there',
  async (scope) => {
    const screen = await inScope(scope, 60);
    await screen.press('?');
    for (const {keys, help} of bindingsOf(scope)) {
      expect(screen.text()).toContain(`${keys.map((key) => keyName(key, false)).join(' ')} `);
      expect(screen.text()).toContain(help);
    }
  },
);

test('no key means two things in one scope, and every command has a key', () => {
  for (const scope of scopes) {
    const keys = bindingsOf(scope).flatMap((binding) => binding.keys);
    // Help closes with the key that ends the program elsewhere: the table's first match decides.
    expect(new Set(keys).size).toBe(keys.length);
  }

  const commands: readonly Command[] = bindings.map(({command}) => command);
  expect(new Set(commands).size).toBeGreaterThan(25);
});

describe('several keys in one read', () => {
  test('are several keys', async () => {
    const screen = await inScope('groups');
    await screen.press('g');
    await screen.press('jjj');
    expect(screen.inspector.state.list.index).toBe(3);
    await screen.press('kj\u0004');
    expect(screen.inspector.state.list.index).toBe(3 + Math.ceil((24 - 10) / 2));
  });

  test('with escape before them, over a slow line, are escape and the key', async () => {
    const screen = await inScope('detail');
    await screen.press('\u001Bj');
    expect(scopeOf(screen.inspector.state)).toBe('groups');
  });

  test('arrows too', async () => {
    const screen = await inScope('groups');
    await screen.press('g');
    await screen.press(bytes('down').repeat(3) + bytes('up'));
    expect(screen.inspector.state.list.index).toBe(2);
  });
});

describe('esc goes back one step', () => {
  test('from the innermost outwards, and never ends the program', async () => {
    const screen = await onScreen(await plenty(), {actions: {texts}});
    const {inspector} = screen;
    await screen.press('tab', 'j', 'enter', '/');
    await screen.type('worker');
    await screen.press('enter', 'enter', 'tab', 'enter', '?');
    const steps = [];
    for (let step = 0; step < 8; step++) {
      const {family, filterText} = inspector.state;
      steps.push([scopeOf(inspector.state), filterText, family]);
      await screen.press('esc');
    }

    expect(steps).toEqual([
      ['help', 'worker', 'select'],
      ['goroutine', 'worker', 'select'],
      ['detail', 'worker', 'select'],
      ['groups', 'worker', 'select'],
      ['groups', '', 'select'],
      ['groups', '', undefined],
      ['groups', '', undefined],
      ['groups', '', undefined],
    ]);
    expect(screen.did.quit).not.toHaveBeenCalled();
  });

  test('from the reasons to the list, and from another view to the groups', async () => {
    const screen = await inScope('reasons');
    await screen.press('esc');
    expect(scopeOf(screen.inspector.state)).toBe('groups');
    await screen.press('4', 'esc');
    expect(scopeOf(screen.inspector.state)).toBe('groups');
  });
});

const names = (screen: OnScreen) => screen.inspector.contents().rows.map(({name}) => name);

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
  expect(screen.inspector.contents().rows.every(({family}) => family === all[0]!.family)).toBe(true);
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
  await screen.press('>');
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
    await vi.waitFor(() => expect(screen.text()).toContain('saved the stacks'));
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

  test('that fails says why and what to do', async () => {
    const screen = await onScreen(await plenty(), {actions: {dump: failingDump}});
    await screen.press('d');
    await vi.waitFor(() => expect(screen.text()).toContain('The disk is full. Free some space.'));
  });
});

test('before there are counts, a mark is refused, not promised', async () => {
  const screen = await onScreen(watched());
  await screen.press('b');
  expect(screen.text()).toContain('There are no counts yet');
});

test('q quits, ctrl-c ends at once from anywhere, ctrl-z hands the terminal back', async () => {
  for (const scope of scopes) {
    const screen = await inScope(scope);
    await screen.press('ctrl-z');
    expect(screen.did.suspend).toHaveBeenCalledTimes(1);
    await screen.press('ctrl-c');
    expect(screen.did.interrupt).toHaveBeenCalledTimes(1);
  }

  const screen = await inScope('groups');
  await screen.press('q');
  expect(screen.did.quit).toHaveBeenCalledTimes(1);
});
