import {expect, test, vi} from 'vitest';
import {createLifetime} from '../../source/recording/lifetime.ts';

function lifetimeOf({checkPlace = () => {}, closeFile = () => {}} = {}) {
  const onFailure = vi.fn<(sentence: string) => void>();
  const closing = vi.fn<() => void>(closeFile);
  return {
    lifetime: createLifetime({path: 'shop.gorowatch', checkPlace, closeFile: closing, onFailure}),
    onFailure,
    closing,
  };
}

const refuse = () => {
  throw new Error('no');
};

test('what is thrown ends it with one sentence, and closes the file', () => {
  const {lifetime, onFailure, closing} = lifetimeOf();
  expect(lifetime.attempt(() => {})).toBe(true);
  expect(lifetime.attempt(refuse)).toBe(false);
  expect([lifetime.isOpen(), lifetime.hasFailed()]).toEqual([false, true]);
  const after = vi.fn<() => void>();
  expect(lifetime.attempt(after)).toBe(false);
  expect(after).not.toHaveBeenCalled();
  lifetime.fail(new Error('and no again'));
  lifetime.close();
  expect(onFailure.mock.calls).toEqual([
    ['Recording to shop.gorowatch has stopped: no. What was written stays readable.'],
  ]);
  expect(closing).toHaveBeenCalledTimes(1);
});

test('nothing is done with a file that is not its own any more', () => {
  const {lifetime, onFailure} = lifetimeOf({checkPlace: refuse});
  const work = vi.fn<() => void>();
  expect(lifetime.attempt(work)).toBe(true);
  expect(lifetime.attemptOnFile(work)).toBe(false);
  expect(work).toHaveBeenCalledTimes(1);
  expect(onFailure).toHaveBeenCalledTimes(1);
});

test('a file that cannot be closed after a failure is left as it is', () => {
  const {lifetime, onFailure} = lifetimeOf({closeFile: refuse});
  lifetime.fail(new Error('the disk is full'));
  expect(onFailure).toHaveBeenCalledTimes(1);
});

test('one that is closed has not failed, unless closing does', () => {
  const {lifetime, onFailure} = lifetimeOf();
  lifetime.close();
  expect([lifetime.isOpen(), lifetime.hasFailed()]).toEqual([false, false]);
  expect(lifetime.attempt(() => {})).toBe(false);
  expect(onFailure).not.toHaveBeenCalled();

  const refusing = lifetimeOf({closeFile: refuse});
  refusing.lifetime.close();
  expect(refusing.onFailure).toHaveBeenCalledTimes(1);
});
