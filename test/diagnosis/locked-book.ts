// Goroutines that wait for the lock of a value, and others that have to do with it, with their source.

import {findSilentCauses, findVictims} from '../../source/diagnosis/causes/causes.ts';
import type {Circumstances} from '../../source/diagnosis/causes/circumstances.ts';
import {lockersOf} from '../../source/diagnosis/causes/lock-holders.ts';
import {asSureAsWaiting, findLocksTaken, withLockAgain} from '../../source/diagnosis/causes/locks-taken.ts';
import {indexOf, pointersOf} from '../../source/diagnosis/places/pointer-index.ts';
import type {ReadSource} from '../../source/diagnosis/sources/read-source.ts';
import type {Suspect} from '../../source/diagnosis/suspect.ts';
import {createSourceReader} from '../../source/gosource/source-reader.ts';
import type {Family} from '../../source/profile/wait-reason.ts';
import {memoryFiles} from '../gosource/memory-files.ts';
import {followedWith, namesOf, suspect} from './suspects.ts';

export const lock = 'sync.(*Mutex).Lock /usr/local/go/src/sync/mutex.go:46';
export const book = 0xc0_00_01_23_40;

/** Methods of a value with a lock at its beginning; each line that matters is named below. */
const code = `package main

func (b *Book) Sell(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.push(n)
}

func (b *Book) push(n int) {
	b.out <- n
}

func (b *Book) Rotate() {
	b.mu.Lock()
	b.wg.Wait()
}

func (b *Book) Quick() {
	b.mu.Lock()
	b.mu.Unlock()
	b.push(1)
}

func (b *Book) Pause() {
	b.mu.Lock()
	b.rest()
}

func (b *Book) rest() {
	b.mu.Unlock()
	<-b.done
}

func (b *Book) Len() int {
	b.mu.Lock()
	return b.n
}

func (l *Lamp) glow() {
	l.book.Len()
}

func (b *Book) Close() {
	b.mu.Lock()
	b.lamp.glow()
}

func (b *Book) Remove() {
	b.mu.Lock()
	b.waitForReaders()
}

func (b *Book) waitForReaders() {
	for b.readers > 0 {
		b.mu.Unlock()
		pause()
		b.mu.Lock()
	}
}
`;
export const at = (name: string, text: string, nth = 0): string => {
  const lines = code.split('\n').flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  return `main.${name} /app/main.go:${lines[nth]}`;
};
const sellLock = at('(*Book).Sell', 'b.mu.Lock()', 0);
export const sellPush = at('(*Book).Sell', 'b.push(n)');
export const push = at('(*Book).push', 'b.out <- n');

const reader = createSourceReader({...memoryFiles({'/app/main.go': code}), roots: [], env: {}});
export const readCode: ReadSource = (frame, creator, wait) => reader.read(frame, creator, wait);

/** The text of a goroutine; `words` of the frames that are known, by their functions. */
function textOf(stack: readonly string[], words: Readonly<Record<string, number>>, asked?: number): string {
  const frames = stack.map((line) => {
    const name = line.split(' ')[0]!;
    if (name === 'sync.(*Mutex).Lock')
      return `internal/sync.(*Mutex).lockSlow(0x${(asked ?? 0).toString(16)})\n${name}(...)`;
    const word = words[name];
    return `${name}(${word === undefined ? '0x1?' : `0x${word.toString(16)}`})`;
  });
  return `goroutine 1 [x]:\n${frames.join('\n')}\n`;
}

export type One = {
  readonly family: Family;
  readonly stack: readonly string[];
  readonly ids: readonly number[];
  /** What it was called with, by function. */
  readonly words?: Readonly<Record<string, number>>;
  /** The lock that it waits for. */
  readonly asked?: number;
  readonly level?: Suspect['level'];
};

/** Finds among those that wait for locks, and those that say nothing by themselves, who has these locks. */
export async function find(waiting: readonly One[], silent: readonly One[], readSource?: ReadSource) {
  const texts = [...waiting, ...silent].flatMap(({ids, stack, words = {}, asked}) =>
    ids.map((id) => [id, pointersOf(textOf(stack, words, asked))] as const),
  );
  const made = (one: One): Suspect => {
    const {ids, family, stack, asked, level = 'likely'} = one;
    const stuck = {long: 1, overMs: 20_000, seenMs: 20_000, goroutine: ids[0]!, looks: 13};
    const stuckLock =
      asked === undefined ? undefined : {...stuck, count: ids.length, of: ids.length, address: asked};
    const {signs, ...rest} = suspect(family, stack, {ids, level, stuckLock});
    return {...rest, signs: {...signs, followed: {...followedWith(0), fromStart: ids.length}}};
  };
  const suspects = waiting.map(made);
  const candidates = silent.map(made);
  const pointers = indexOf(new Map(texts));
  const found = await findLocksTaken(suspects, candidates, pointers, readSource);
  return {...found, suspects, candidates, pointers, texts};
}

export async function relate(...all: Parameters<typeof find>): Promise<readonly Suspect[]> {
  const {taken, again, suspects, candidates, pointers, texts} = await find(...all);
  const kin = new Map(texts.map(([id]) => [id, id]));
  const circumstances: Circumstances = {kin, pointers, lockers: lockersOf(suspects), taken};
  const shown = asSureAsWaiting(suspects, taken).map((one) => withLockAgain(one, again));
  return findVictims([...shown, ...findSilentCauses(shown, candidates, circumstances)], circumstances);
}

export const queue: One = {
  family: 'mutex',
  stack: [lock, sellLock],
  ids: [20, 21, 22],
  words: {'main.(*Book).Sell': book},
  asked: book,
};

export const causes = (all: readonly Suspect[]) => namesOf(all.filter(({isVictim}) => !isVictim));
