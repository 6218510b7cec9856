import {describe, expect, test, vi} from 'vitest';
import {bindings, bindingsOf, commandFor, keyName} from '../../source/terminal/bindings.ts';
import type {Command} from '../../source/view/inspector/commands.ts';
import {scopeOf} from '../../source/view/lists/scope.ts';
import {inScope, plenty, scopes, texts} from './in-scope.ts';
import {bytes, onScreen, type OnScreen} from './on-screen.tsx';

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
    (key === '2' && scope === 'leaks') ||
    (key === '3' && scope === 'goroutines') ||
    (key === '4' && scope === 'events') ||
    (key === 'D' && scope === 'diff');

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
    const promised = bindingsOf(scope).flatMap(({keys: names, footer, footerKeys = names.slice(0, 1)}) =>
      footer === undefined ? [] : [`${footerKeys.map((key) => keyName(key, false)).join(' ')} ${footer}`],
    );
    expect(screen.lines().at(-1)).toBe(` ${promised.join('  ')}`);
  });
});

const asked = new Set(['filter', 'time', 'report', 'question', 'proofQuestion', 'reportQuestion', 'help']);

test.each(scopes.filter((scope) => !asked.has(scope)))(
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

test('q quits, ctrl-c ends at once from anywhere, ctrl-z hands the terminal back, ctrl-l paints anew', async () => {
  for (const scope of scopes) {
    const screen = await inScope(scope);
    await screen.press('ctrl-z');
    expect(screen.did.suspend).toHaveBeenCalledTimes(1);
    await screen.press('ctrl-l');
    expect(screen.did.repaint).toHaveBeenCalledTimes(1);
    await screen.press('ctrl-c');
    expect(screen.did.interrupt).toHaveBeenCalledTimes(1);
  }

  const screen = await inScope('groups');
  await screen.press('q');
  expect(screen.did.quit).toHaveBeenCalledTimes(1);
});
