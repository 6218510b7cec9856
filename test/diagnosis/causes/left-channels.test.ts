import {expect, test} from 'vitest';
import {createSourceReader} from '../../../source/gosource/source-reader.ts';
import type {ReadSource} from '../../../source/diagnosis/sources/read-source.ts';
import {memoryFiles} from '../../gosource/memory-files.ts';
import {evidenceSentence} from '../../../source/view/verdicts/evidence-sentence.ts';
import {alarms, judgedSession, type Goroutine} from '../judged-session.ts';

// The helper says that all goroutines were started in line 1 of main.start.
const code = `package main; func start() { got := make(chan int); for i := range 9 { go func() {
	got <- i
}() }; if err := first(<-got); err != nil { return }; for range 8 { <-got } }
`;

function reading(source: string): ReadSource {
  const reader = createSourceReader({...memoryFiles({'/srv/app/main.go': source}), roots: [], env: {}});
  return (frame, creator, wait) =>
    reader.read(
      frame,
      creator === undefined ? undefined : {...creator, file: '/srv/app/main.go', line: 1},
      wait,
    );
}

const starting: Goroutine = {id: 1, family: 'IO wait', stack: ['main.start /srv/app/main.go:3']};
const elsewhere: Goroutine = {id: 1, family: 'IO wait', stack: ['main.main /srv/app/main.go:99']};

function senders(count: number): readonly Goroutine[] {
  return Array.from({length: count}, (_, index) => ({
    id: 100 + index,
    family: 'chan send',
    stack: ['main.start.func1 /srv/app/main.go:2'],
    by: 1,
  }));
}

async function judgedAfter(seconds: number, goroutines: readonly Goroutine[], source = code) {
  const {second, judge} = judgedSession(new Map(), reading(source));
  for (let at = 0; at < seconds; at++) await second(goroutines);
  return judge();
}

test('senders on a channel that only a function had which has returned are left, though nothing changes', async () => {
  const diagnosis = await judgedAfter(3, [elsewhere, ...senders(8)]);
  expect(alarms(diagnosis)).toEqual(['likely send-receiver-gone 8 main.start.func1']);
  expect(diagnosis.verdicts[0]?.evidence.map(evidenceSentence)).toContainEqual(
    'source: got is made in main.start, which has returned and gave it to nobody else',
  );
});

test.each([
  ['the function still runs', [starting, ...senders(8)], code],
  ['there are two of them', [elsewhere, ...senders(2)], code],
  [
    'the function gave the channel away',
    [elsewhere, ...senders(8)],
    code.replace('first(<-got)', 'use(got)'),
  ],
])('they are no leak where %s', async (_, goroutines, source) => {
  expect(alarms(await judgedAfter(3, goroutines, source))).toEqual([]);
});
