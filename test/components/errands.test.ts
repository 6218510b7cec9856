import {expect, test} from 'vitest';
import {createErrands} from '../../source/components/errands.ts';

function startErrands() {
  const said: string[] = [];
  return {said, ...createErrands((text, kind) => said.push(`${kind}: ${text}`))};
}

test('an errand whose key is held down is done once, until it is finished', async () => {
  const {said, once} = startErrands();
  const {promise, resolve} = Promise.withResolvers<string>();
  let begun = 0;
  const save = () => {
    begun++;
    return promise;
  };
  once('stacks', 'Saving …', save);
  once('stacks', 'Saving …', save);
  expect(begun).toBe(1);
  resolve('saved');
  await expect.poll(() => said).toEqual(['good: Saving …', 'good: Saving …', 'good: saved']);
  once('stacks', 'Saving …', save);
  expect(begun).toBe(2);
});

test('a dump is taken while a report is being written', async () => {
  const {said, once} = startErrands();
  once('report', 'Writing …', () => new Promise<never>(() => {}));
  once('stacks', 'Saving …', async () => 'saved');
  await expect.poll(() => said.at(-1)).toBe('good: saved');
});

test('an errand that fails is told in a sentence, and can be tried again', async () => {
  const {said, once} = startErrands();
  once('stacks', 'Saving …', async () => {
    throw new Error('The disk is full.');
  });
  await expect.poll(() => said.at(-1)).toBe('problem: The disk is full.');
  once('stacks', 'Saving …', async () => 'saved');
  await expect.poll(() => said.at(-1)).toBe('good: saved');
});
