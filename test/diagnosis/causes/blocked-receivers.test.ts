import {expect, test} from 'vitest';
import {isBlockedReceiver, raiseReceivers} from '../../../source/diagnosis/causes/blocked-receivers.ts';
import {findVictims} from '../../../source/diagnosis/causes/causes.ts';
import {indexOf} from '../../../source/diagnosis/places/pointer-index.ts';
import type {Suspect} from '../../../source/diagnosis/suspect.ts';
import {lookAt} from '../../gosource/memory-files.ts';
import {suspect, type SuspectOptions} from '../suspects.ts';

const source = `
func (b *Broker) Publish(m Message) {
	b.work <- m // here
}
func (b *Broker) run() {
	for m := range b.work {
		b.bury(m)
	}
}
func (b *Broker) drain() {
	for {
		select {
		case m := <-b.dead:
			use(m)
		}
	}
}
`;

async function publishing(options: SuspectOptions = {}): Promise<Suspect> {
  const stack = ['example.com/app/pool.(*Broker).Publish /app/pool/pool.go:4', 'main.produce'];
  const look = await lookAt(source, {function: '(*Broker).Publish'});
  return {...suspect('chan send', stack, options), source: look};
}

const stuckIn = (...functions: readonly string[]) => suspect('chan send', functions, {level: 'watch'});
const bury = 'example.com/app/pool.(*Broker).bury';
const run = 'example.com/app/pool.(*Broker).run';

const levels = (sender: Suspect) => raiseReceivers([sender, stuckIn(bury, run)]).map(({level}) => level);

test('who is called by the function that receives, and is stuck, keeps the senders', async () => {
  const sender = await publishing();
  expect(isBlockedReceiver(sender, stuckIn(bury, run))).toBe(true);
});

test('a literal that receives is told from others of its function by its lines', async () => {
  const literals = `
func serve(b *Broker) {
	go func() {
		b.work <- 1 // here
	}()
	go func() {
		for m := range b.work {
			bury(m)
		}
	}()
	go func() {
		report(b)
	}()
	rest(b)
}
`;
  const look = await lookAt(literals, {function: 'serve.func1'});
  const sender = {
    ...suspect('chan send', ['example.com/app/pool.serve.func1 /app/pool/pool.go:5']),
    source: look,
  };
  const calledBy = (name: string, line: number) =>
    isBlockedReceiver(sender, stuckIn(bury, `example.com/app/pool.${name} /app/pool/pool.go:${line}`));
  expect(calledBy('serve.func2', 9)).toBe(true);
  expect(calledBy('serve.func3', 13)).toBe(false);
  expect(calledBy('serve', 15)).toBe(false);
});

test('who receives from another channel, or only waits for the next, does not', async () => {
  const sender = await publishing();
  expect(isBlockedReceiver(sender, stuckIn(bury, 'example.com/app/pool.(*Broker).drain'))).toBe(false);
  expect(isBlockedReceiver(sender, stuckIn('example.com/other.(*Broker).run'))).toBe(false);
  expect(isBlockedReceiver(sender, suspect('chan receive', [run]))).toBe(false);
  expect(isBlockedReceiver(sender, suspect('sleep', [bury, run]))).toBe(false);
});

test('it is as sure as those who wait for it', async () => {
  expect(levels(await publishing())).toEqual(['likely', 'likely']);
  expect(levels(await publishing({level: 'watch'}))).toEqual(['watch', 'watch']);
});

test('who should receive what it sends has no receiver that could have gone', async () => {
  const {source: look} = await publishing();
  const stack = ['example.com/app/pool.(*Broker).Publish /app/pool/pool.go:4', run];
  const one = {...suspect('chan send', stack, {pattern: 'send-receiver-gone'}), source: look};
  expect(raiseReceivers([one]).map(({pattern}) => pattern)).toEqual(['send-blocked']);
});

test('no receiver has gone that is stuck elsewhere', async () => {
  const sender = await publishing({pattern: 'send-receiver-gone'});
  const patternBeside = (other: Suspect) => raiseReceivers([sender, other])[0]?.pattern;
  expect(patternBeside(stuckIn(bury, run))).toBe('send-blocked');
  expect(patternBeside(stuckIn(bury, 'example.com/app/pool.(*Broker).drain'))).toBe('send-receiver-gone');
});

test('a receiver that waits for a lock which the sender has is kept by the sender', async () => {
  const sender = await publishing();
  const finding = {kind: 'lock-kept', lock: 'b.mu', function: 'Publish', wait: 4} as const;
  const receiver: Suspect = {
    ...suspect('mutex', ['sync.(*Mutex).Lock /usr/local/go/src/sync/mutex.go:46', bury, run]),
    relations: [{kind: 'source', finding}],
  };
  const circumstances = {kin: new Map(), pointers: indexOf(new Map()), lockers: new Map()};
  expect(findVictims([sender, receiver], circumstances).map(({isVictim}) => isVictim)).toEqual([false, true]);
});

const ring = `
func (a *relay) east() {
	for v := range a.west {
		a.passEast(v)
	}
}
func (a *relay) passEast(v int) { a.east <- v } // east
func (a *relay) back() {
	for v := range a.east {
		a.passWest(v)
	}
}
func (a *relay) passWest(v int) { a.west <- v } // west
`;

async function passing(mark: string, name: string, caller: string): Promise<Suspect> {
  const stack = [`(*relay).${name}`, `(*relay).${caller}`].map(
    (method) => `example.com/app/pool.${method} /app/pool/pool.go:8`,
  );
  const look = await lookAt(ring.replace(`// ${mark}`, '// here'), {function: `(*relay).${name}`});
  return {...suspect('chan send', stack), source: look};
}

test('of two that each should receive what the other sends, one keeps its own advice', async () => {
  const both = [await passing('east', 'passEast', 'east'), await passing('west', 'passWest', 'back')];
  const circumstances = {kin: new Map(), pointers: indexOf(new Map()), lockers: new Map()};
  const [first, second] = findVictims(both, circumstances);
  expect([first?.isVictim, second?.isVictim]).toEqual([false, true]);
  expect(first?.relations.map(({kind}) => kind)).toEqual(['victims']);
});
