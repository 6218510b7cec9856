import {expect, test} from 'vitest';
import {readSources} from '../../../source/diagnosis/sources/read-sources.ts';
import {createSourceReader} from '../../../source/gosource/source-reader.ts';
import {lineOf, memoryFiles} from '../../gosource/memory-files.ts';
import {followedWith, suspect} from '../suspects.ts';

const renderer = (run: string) => `package render

func (r *Renderer) pause(ctx context.Context) error {
	select { // here
	case <-time.After(r.length):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *Renderer) run(ctx context.Context) {
${run}
}
`;

/** What becomes of goroutines that wait in `pause`, which this body of `run` calls. */
async function refined(run: string, others: Readonly<Record<string, string>> = {}) {
  const source = renderer(run);
  const reader = createSourceReader({
    ...memoryFiles({'/app/render/render.go': source, ...others}),
    roots: [],
    env: {},
  });
  const stack = [
    `render.(*Renderer).pause /app/render/render.go:${lineOf(source, '// here')}`,
    `render.(*Renderer).run /app/render/render.go:${lineOf(source, '// call')}`,
    'jobs.work /app/jobs/jobs.go:4',
  ];
  const {signs, ...rest} = suspect('select', stack);
  const followed = {...rest, signs: {...signs, followed: followedWith(20)}};
  const [one] = await readSources([followed], (...asked) => reader.read(...asked));
  const ends = one?.relations.some(
    (relation) => relation.kind === 'source' && relation.finding.kind === 'ends-by-itself',
  );
  return {level: one?.level, ends};
}

const jobs = {'/app/jobs/jobs.go': 'package jobs\n\nfunc work() {\n\tr.run(ctx)\n}\n'};

test('a wait that a timer ends, and that nobody calls in a loop, ends by itself', async () => {
  expect(await refined('r.pause(ctx) // call', jobs)).toEqual({level: 'watch', ends: true});
  const counted = 'for page := 0; page < 3; page++ {\nr.pause(ctx) // call\n}';
  expect(await refined(counted, jobs)).toEqual({level: 'watch', ends: true});
});

test.each([
  ['is called in a loop that goes on', 'for {\nr.pause(ctx) // call\n}', jobs],
  ['is called in a loop that a condition ends', 'for r.busy() {\nr.pause(ctx) // call\n}', jobs],
  ['has a caller whose source is not here', 'r.pause(ctx) // call', {}],
])('what may come back to its timer does not: it %s', async (_why, run, others) => {
  expect(await refined(run, others)).toEqual({level: 'likely', ends: false});
});
