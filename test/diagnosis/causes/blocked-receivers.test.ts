import {expect, test} from 'vitest';
import {isBlockedReceiver, raiseReceivers} from '../../../source/diagnosis/causes/blocked-receivers.ts';
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
  expect(isBlockedReceiver(sender, stuckIn(`${run}.func1`))).toBe(true);
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
