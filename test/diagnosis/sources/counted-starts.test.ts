import {expect, test} from 'vitest';
import {createSourceReader} from '../../../source/gosource/source-reader.ts';
import type {ReadSource} from '../../../source/diagnosis/sources/read-source.ts';
import {memoryFiles} from '../../gosource/memory-files.ts';
import {alarms, judgedSession, type Goroutine} from '../judged-session.ts';

const worker = `package main

func (d *device) poll() {
	for {
		select { // wait
		case <-d.tick:
		case <-d.gone:
			return
		}
	}
}

func start(all []device) {
	for i := 0; i < 50; i++ {
		go all[i].poll() // go
		rest() // starting
	}
	serve() // through
}
`;

const lineOf = (source: string, mark: string) =>
  source.split('\n').findIndex((line) => line.includes(`// ${mark}`)) + 1;

/** One more each second; who starts them is in the line of a mark. */
async function judged(
  source: string,
  mark = 'starting',
  caller: readonly string[] = [],
): Promise<readonly string[]> {
  const reader = createSourceReader({...memoryFiles({'/srv/app/main.go': source}), roots: [], env: {}});
  const readSource: ReadSource = (frame, creator, wait) => {
    const at = {function: 'main.start', file: '/srv/app/main.go', line: lineOf(source, 'go')};
    return reader.read(frame, creator === undefined ? undefined : at, wait);
  };
  const {second, judge} = judgedSession(new Map(), readSource);
  const starter: Goroutine = {
    id: 1,
    family: 'sleep',
    stack: [`main.start /srv/app/main.go:${lineOf(source, mark)}`, 'main.main /srv/app/main.go:99'],
  };
  const [name, turn] = caller;
  const stack = [
    `main.(*device).poll /srv/app/main.go:${lineOf(source, 'wait')}`,
    ...(name === undefined || turn === undefined ? [] : [`${name} /srv/app/main.go:${lineOf(source, turn)}`]),
  ];
  for (let at = 1; at <= 22; at++) {
    const devices = Array.from({length: at}, (_, index): Goroutine => ({
      id: 100 + index * 7,
      family: 'select',
      stack,
      by: 1,
    }));
    await second([starter, ...devices]);
  }

  return alarms(await judge());
}

test('workers that call what waits are no leak either', async () => {
  const calling = worker
    .replace(
      'func (d *device) poll() {\n\tfor {',
      'func (d *device) run() {\n\tfor {\n\t\td.poll() // turn\n\t}\n}\n\nfunc (d *device) poll() {\n\t{',
    )
    .replace('go all[i].poll()', 'go all[i].run()');
  expect(await judged(calling, 'starting', ['main.(*device).run', 'turn'])).toEqual([]);
  expect(
    await judged(calling.replace('for {\n\t\td.poll', '{\n\t\td.poll'), 'starting', [
      'main.(*device).run',
      'turn',
    ]),
  ).toEqual(isLeak);
});

const isLeak = [expect.stringContaining('main.(*device).poll')];

test('workers are no leak while a loop that counts starts them one after another', async () => {
  expect(await judged(worker)).toEqual([]);
});

test.each([
  ['once that is through', worker, 'through'],
  ['where it may go on for ever', worker.replace('i := 0; i < 50; i++', 'i := 0; ; i++'), 'starting'],
  [
    'where it ranges over what may be a channel',
    worker.replace('i := 0; i < 50; i++', 'i := range jobs'),
    'starting',
  ],
  [
    'where a loop around it has no end',
    worker.replace('for i := 0', 'for {\n\tfor i := 0').replace('serve()', '} //'),
    'starting',
  ],
  ['where they do nothing but wait', worker.replace('for {\n\t\tselect', '{\n\t\tselect'), 'starting'],
])('they are one %s', async (_, source, mark) => {
  expect(await judged(source, mark)).toEqual(isLeak);
});
