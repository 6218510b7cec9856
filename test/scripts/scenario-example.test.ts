import {expect, test} from 'vitest';
import {type Scenario, scenarioExample} from '../../scripts/scenario-example.ts';

const source = `package queue

// Jobs are done.
//
// What goes wrong: work never ends.
var Jobs = scenario.Scenario{
}

func work(jobs chan int) {
	for range jobs {
	}
}

func workUntil(jobs chan int, done chan struct{}) {
	<-done
}

func helpers() int { return 3 }

func start(run func()) {
	helpers()
	run()
}

func begin(context.Context) error {
	start(nil)
	go work(make(chan int))
	return nil
}

func beginAndEnd(context.Context) error {
	start(nil)
	go workUntil(make(chan int), nil)
	return nil
}

func beginShort(ctx context.Context) error { return begin(ctx) }
`;

function scenario(entry: string, fixed = 'example.com/queue.beginAndEnd'): Scenario {
  return {
    name: 'jobs',
    shows: 'jobs',
    file: 'queue/jobs.go',
    heavy: false,
    variants: [
      {name: 'leaky', entry, leaves: [{function: 'example.com/queue.work.func1'}]},
      {name: 'fixed', entry: fixed, leaves: []},
    ],
  };
}

test('each variant shows what only it does, and the leaky one also where goroutines stay', () => {
  const {story, leaky, fixed} = scenarioExample(scenario('example.com/queue.begin'), source);
  expect(story).toEqual(['work never ends.']);
  expect(namesIn(leaky)).toEqual(['work', 'begin']);
  expect(fixed.map(({name}) => name)).toEqual(['fixed']);
  expect(namesIn(fixed[0]?.code)).toEqual(['workUntil', 'beginAndEnd']);
});

test('a start that only calls another function is left out', () => {
  const {leaky} = scenarioExample(scenario('example.com/queue.beginShort'), source);
  expect(namesIn(leaky)).toEqual(['work', 'begin']);
});

test('a scenario whose source has changed its names is refused', () => {
  expect(() => scenarioExample(scenario('example.com/queue.renamed'), source)).toThrow('renamed');
});

function namesIn(code = ''): readonly string[] {
  return Array.from(code.matchAll(/^func (\w+)/gm), ([, name = '']) => name);
}
