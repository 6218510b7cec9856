import {expect, test} from 'vitest';
import {withPathCut} from '../../../source/view/panels/events-panel.ts';

const path = '/home/someone/.local/state/gorowatch/recordings/shop-6060-20261121T152723Z.gorowatch';

test.each([
  ['Recording to ', '.'],
  ['Recorded 1:44 to ', ' (76 KiB).'],
  ['Report written: ', ''],
  ['alert: goroutines 1,502 > 1,500: full stacks saved: ', ''],
])('%s… keeps the end of the path, which tells one file from another', (before, after) => {
  const text = `${before}${path}${after}`;
  expect(withPathCut(text, text.length)).toBe(text);
  const cut = withPathCut(text, before.length + 40);
  expect(cut).toHaveLength(before.length + 40);
  expect(cut.startsWith(`${before}…`)).toBe(true);
  expect(cut.endsWith(`.gorowatch${after}`)).toBe(true);
});

test('where nothing of a path would be left, the sentence is cut at its end', () => {
  expect(withPathCut(`Recording to ${path}.`, 20)).toBe('Recording to /home/…');
  expect(withPathCut('Changes are counted from now on.', 20)).toBe('Changes are counted…');
});
