import {expect, test} from 'vitest';
import {tellingFrame} from '../../../source/diagnosis/places/telling-frame.ts';
import {frame} from '../../helpers/session.ts';

function telling(...stack: readonly string[]): string | undefined {
  return tellingFrame(stack.map((one) => frame(one)))?.function;
}

test('a person looks first at the own code, else at what this kind of goroutine is known by', () => {
  const library = '/usr/local/go/src/database/sql/sql.go:1';
  expect(telling(`database/sql.(*DB).conn ${library}`, 'main.query', 'main.main')).toBe('main.query');
  expect(
    telling(`database/sql.(*Tx).awaitDone ${library}`, `database/sql.(*DB).beginDC.gowrap1 ${library}`),
  ).toBe('database/sql.(*Tx).awaitDone');
  expect(telling()).toBeUndefined();
});
