import {expect, test} from 'vitest';
import {freeNow} from '../../source/profile/free-now.ts';

test('bytes with a buffer of their own are empty afterwards', () => {
  const bytes = new Uint8Array(100_000);
  freeNow(bytes);
  expect(bytes).toHaveLength(0);
  expect(() => freeNow(bytes)).not.toThrow();
});

test('a part of a buffer that others use is left alone', () => {
  const [one, other] = [Buffer.from('one'), Buffer.from('other')];
  freeNow(one);
  expect(one.toString()).toBe('one');
  expect(other.toString()).toBe('other');
});
