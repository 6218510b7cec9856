import {expect, test} from 'vitest';
import {createStatusLine} from '../../../source/commands/check/status-line.ts';

function lineOn({isTTY = true, columns = 20} = {}) {
  const written: string[] = [];
  return {written, line: createStatusLine({isTTY, columns, write: (text) => written.push(text)})};
}

test('a shorter text leaves nothing of a longer one, cell for cell', () => {
  const {line, written} = lineOn();
  line.show('東京:6060');
  line.show('oslo:6060');
  line.show('a');
  line.clear();
  expect(written).toEqual(['\r東京:6060', '\roslo:6060', '\ra        ', '\r \r']);
});

test('a text that is too long stays on its line', () => {
  const {line, written} = lineOn();
  line.show('東京東京東京東京東京東京');
  expect(written).toEqual(['\r東京東京東京東京東~']);
});

test('what is no terminal is left alone', () => {
  const {line, written} = lineOn({isTTY: false});
  line.show('a');
  line.clear();
  expect(written).toEqual([]);
});
