import {describe, expect, test} from 'vitest';
import {groupKey, identityFrames, placeKey} from '../../source/profile/group-key.ts';

const frames = (count: number) =>
  Array.from({length: count}, (_, line) => ({function: 'main.f', file: '/a.go', line}));

describe('keys', () => {
  test('are the same in every run and on every machine', () => {
    expect(placeKey('chan send', [{function: 'main.worker', file: '/srv/main.go', line: 30}])).toBe(
      '98784d091d2c1e3b',
    );
    expect(groupKey('0123456789abcdef', {tenant: 'acme'})).toBe('0123456789abcdef.9d57c900');
  });

  test('depend on family, functions and lines of the innermost frames, not on files', () => {
    const stack = frames(3);

    expect(placeKey('select', stack)).not.toBe(placeKey('sleep', stack));
    expect(placeKey('select', stack)).not.toBe(placeKey('select', frames(2)));
    expect(placeKey('select', stack)).toBe(
      placeKey(
        'select',
        stack.map((frame) => ({...frame, file: '/other.go'})),
      ),
    );
    expect(placeKey('select', frames(identityFrames))).toBe(placeKey('select', frames(100)));
  });

  test('do not depend on the order of labels, and tell labels apart that print alike', () => {
    expect(groupKey('p', {a: '1', b: '2'})).toBe(groupKey('p', {b: '2', a: '1'}));
    expect(groupKey('p', {a: '1,b=2'})).not.toBe(groupKey('p', {a: '1', b: '2'}));
    expect(groupKey('p', {})).toBe('p');
  });
});
