import type {Key} from 'ink';

/**
 * Splits one read from the terminal into the names of the keys in it: over SSH, and when a key is held, several
 * arrive at once.
 *
 * Example input:  `'jjj'`, no modifier
 * Example output: `['j', 'j', 'j']`
 */
export function keyNames(input: string, key: Key): readonly string[] {
  const special = specialKey(key);
  if (special !== undefined) return [special];
  if (key.ctrl) return input === '' ? [] : [`ctrl-${input}`];
  const names = Array.from(input, nameOf);
  // Escape and a key in one read look like alt and that key, which means nothing here.
  return key.meta ? ['esc', ...names] : names;
}

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return named[character] ?? (code < 0x20 ? `ctrl-${String.fromCodePoint(code + 0x60)}` : character);
}

const named: Readonly<Record<string, string>> = {
  ' ': 'space',
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u001B': 'esc',
  '\u007F': 'backspace',
  '\b': 'backspace',
};

function specialKey(key: Key): string | undefined {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'esc';
  if (key.tab) return key.shift ? 'shift-tab' : 'tab';
  if (key.backspace || key.delete) return 'backspace';
  return undefined;
}
