import {expect, test} from 'vitest';
import {readTable} from '../../../bench/diagnosis/goker.ts';

test('the table of the runtime becomes truths: places by their outermost function, waiters are no cause', () => {
  const table = `
		makeTest("Mixed",
			\`Mixed\\.func1\\(.* \\[sync\\.WaitGroup\\.Wait\\]\`,
			\`Mixed\\.func1.1\\(.* \\[chan send\\]\`,
		),
		makeFlakyTest("Cockroach16167",
			\`Cockroach16167\\.func2\\(.* \\[sync\\.RWMutex\\.RLock\\]\`,
			// A remark.
			\`\\(\\*Executor_cockroach16167\\)\\.Start\\(.* \\[sync\\.RWMutex\\.Lock\\]\`,
		),
		makeTest("NoLeakGlobal"),
		makeTest("Grpc862",
			\`DialContext_grpc862\\.func2\\(.* \\[chan receive\\]\`),
`;
  const [mixed, locks, dial, ...others] = readTable(table);
  expect(others).toEqual([]);
  expect(mixed).toMatchObject({
    name: 'Mixed',
    causes: ['main.Mixed.func1.1'],
    places: [
      {functions: ['main.Mixed.func1'], families: ['waitgroup'], outermost: true},
      {functions: ['main.Mixed.func1.1'], families: ['chan send'], outermost: true},
    ],
  });
  expect(locks?.places).toEqual([
    {functions: ['main.Cockroach16167.func2'], families: ['mutex'], outermost: true, optional: true},
    {
      functions: ['main.(*Executor_cockroach16167).Start'],
      families: ['mutex'],
      outermost: true,
      optional: true,
    },
  ]);
  expect(dial?.causes).toEqual(['main.DialContext_grpc862.func2']);
});
