import {expect, test} from 'vitest';
import {defaultDumpLimits, planDump} from '../../source/saving/dump-plan.ts';

const situation = {goroutines: 500, estimatedStopMs: 4, attended: false, consent: false};

test('the full stacks of a small target are saved without asking', () => {
  expect(planDump(situation)).toBe('stacks');
  expect(planDump({...situation, attended: true})).toBe('stacks');
  expect(planDump({...situation, goroutines: 10_000})).toBe('stacks');
});

test('above 10,000 goroutines a person is asked, and unattended only the groups are saved', () => {
  const many = {...situation, goroutines: 10_001};
  expect(planDump(many)).toBe('groups');
  expect(planDump({...many, attended: true})).toBe('ask');
  expect(planDump({...many, consent: true})).toBe('stacks');
  expect(planDump({...many, attended: true, consent: true})).toBe('stacks');
});

test('few goroutines that would stop the target for long are treated as many', () => {
  const deep = {...situation, estimatedStopMs: defaultDumpLimits.maxStopMs + 1};
  expect(planDump(deep)).toBe('groups');
  expect(planDump({...deep, attended: true})).toBe('ask');
});

test('a count that nobody knows is treated as many, an estimate that nobody knows is not', () => {
  expect(planDump({...situation, goroutines: undefined})).toBe('groups');
  expect(planDump({...situation, goroutines: Number.NaN})).toBe('groups');
  expect(planDump({...situation, estimatedStopMs: undefined})).toBe('stacks');
});
