import {expect, test} from 'vitest';
import {frameWords} from '../../../source/diagnosis/signs/goroutine-words.ts';
import {lockAddress} from '../../../source/diagnosis/signs/lock-queues.ts';

const locked = `goroutine 34 [sync.Mutex.Lock]:
internal/sync.runtime_SemacquireMutex(0xc00010e000?, 0x8?, 0xc000044738?)
	/usr/local/go/src/runtime/sema.go:95 +0x25
internal/sync.(*Mutex).lockSlow(0xc000012340)
	/usr/local/go/src/internal/sync/mutex.go:149 +0x15d
sync.(*Mutex).Lock(...)
	/usr/local/go/src/sync/mutex.go:46
main.wait({{0x7fffea589a24, 0xb}, {0xc000026338, 0x1}}, ...)
	/srv/app/main.go:117 +0x19f
created by main.main in goroutine 1
	/srv/app/main.go:20 +0x1d
`;

test('the words of each frame are read, innermost first', () => {
  expect(frameWords(locked).map((frame) => frame.function)).toEqual([
    'internal/sync.runtime_SemacquireMutex',
    'internal/sync.(*Mutex).lockSlow',
    'sync.(*Mutex).Lock',
    'main.wait',
  ]);
  expect(frameWords(locked)[1]?.words).toEqual([0xc0_00_01_23_40]);
});

test('a word that the runtime is not sure of is none', () => {
  expect(frameWords(locked)[0]?.words).toEqual([undefined, undefined, undefined]);
});

test('words within a value are words, what was left out is none', () => {
  expect(frameWords(locked)[2]?.words).toEqual([undefined]);
  expect(frameWords(locked)[3]?.words).toEqual([0x7f_ff_ea_58_9a_24, 0xb, 0xc0_00_02_63_38, 0x1, undefined]);
});

test('a function that takes nothing has no words', () => {
  expect(frameWords('goroutine 1 [select]:\nmain.main()\n\t/srv/app/main.go:20 +0x1d\n')).toEqual([
    {function: 'main.main', words: []},
  ]);
});

test('neither places, nor the header, nor the creator are frames', () => {
  expect(
    frameWords(
      'goroutine 7 [chan send (nil chan)]:\n\t/srv/a(b)/main.go:1\ncreated by main.f in goroutine 2\n',
    ),
  ).toEqual([]);
});

test('what is printed for a generic function is no argument that tells one value from another', () => {
  const text =
    'goroutine 180 [sync.RWMutex.RLock]:\nsync.(*RWMutex).RLock(...)\nmain.(*store[...]).Get(0x7dcae0, {0xc00012, 0x5})\n';
  expect(frameWords(text)).toContainEqual({function: 'main.(*store[...]).Get', words: []});
  expect(lockAddress(text)).toBeUndefined();
});
