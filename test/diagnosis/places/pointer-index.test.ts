import {expect, test} from 'vitest';
import {indexOf, ownerOf, pointersOf} from '../../../source/diagnosis/places/pointer-index.ts';

/** Of goroutines by their texts. */
function indexPointers(texts: ReadonlyMap<number, string>) {
  return indexOf(new Map(Array.from(texts, ([id, text]) => [id, pointersOf(text)])));
}

const waiter = `goroutine 34 [sync.Mutex.Lock]:
internal/sync.(*Mutex).lockSlow(0xc000012348)
sync.(*Mutex).Lock(...)
main.(*Account).Withdraw(0xc000012340, 0x5)
`;
const holder = `goroutine 35 [chan receive]:
main.(*Account).audit(0xc000012340, 0xc000099900?)
main.audits(0xc000077000)
`;
const index = indexPointers(
  new Map([
    [34, waiter],
    [35, holder],
  ]),
);

test('what a goroutine is called with is known, without lengths and numbers, stale words and locks', () => {
  expect(index.goroutines.get(34)?.pointers).toEqual(new Set([0xc0_00_01_23_40]));
  expect(index.goroutines.get(35)?.pointers).toEqual(new Set([0xc0_00_01_23_40, 0xc0_00_07_70_00]));
});

test('the lock that a goroutine waits for is known', () => {
  expect(index.goroutines.get(34)?.lock).toBe(0xc0_00_01_23_48);
});

test('a lock belongs to the nearest value that begins before it', () => {
  expect(ownerOf(index, 0xc0_00_01_23_48)).toBe(0xc0_00_01_23_40);
  expect(ownerOf(index, 0xc0_00_01_23_40)).toBe(0xc0_00_01_23_40);
});

test('a lock far from any value, or before all of them, belongs to none', () => {
  expect(ownerOf(index, 0xc0_00_05_00_00)).toBeUndefined();
  expect(ownerOf(index, 0xc0_00_00_00_00)).toBeUndefined();
  expect(ownerOf(indexPointers(new Map()), 0xc0_00_01_23_40)).toBeUndefined();
});
