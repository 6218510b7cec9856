import {describe, expect, test} from 'vitest';
import {askedMoment, type AskedFor} from '../../source/commands/asked-moment.ts';
import {UsageError} from '../../source/commands/arguments/usage-error.ts';

const zeroMs = new Date('2026-11-21T14:00:00').getTime();
const known = {
  firstMs: 500,
  lastMs: 600_200,
  wallMsOf: (atMs: number) => zeroMs + atMs,
  atMsOf: (wallMs: number) => wallMs - zeroMs,
};
const asked = (text: string, askedFor?: AskedFor) => askedMoment(`--at ${text}`, text, known, askedFor);

describe('a time that was asked for', () => {
  test('is the moment that it names', () => {
    expect(asked('14:05')).toEqual({atMs: 300_000, said: undefined});
    expect(asked('now')).toEqual({atMs: 600_200, said: undefined});
    expect(asked('start')).toEqual({atMs: 500, said: undefined});
  });

  test('in whole seconds begins with the second and ends with it', () => {
    expect(asked('14:05:07', 'begin').atMs).toBe(307_000);
    expect(asked('14:05:07', 'end').atMs).toBe(307_999);
    expect(asked('14:05:07').atMs).toBe(307_999);
    expect(asked('14:10:00', 'end')).toEqual({atMs: 600_200, said: undefined});
  });

  test('before the beginning is the beginning, and it says so', () => {
    const said = '--at 13:00 is before the beginning: 14:00:00 is taken instead.';
    expect(asked('13:00')).toEqual({atMs: 500, said});
    expect(asked('13:00', 'begin')).toEqual({atMs: 500, said});
  });

  test('after the end is the end, and it says so', () => {
    const said = '--at 14:30 is after the end: 14:10:00 is taken instead.';
    expect(asked('14:30')).toEqual({atMs: 600_200, said});
    expect(asked('14:30', 'end')).toEqual({atMs: 600_200, said});
  });

  test('counts back from the end where the clock was set back by an hour in between', () => {
    const setBackMs = 300_000;
    const hourMs = 3_600_000;
    const wall = {
      ...known,
      wallMsOf: (atMs: number) => zeroMs + atMs - (atMs < setBackMs ? 0 : hourMs),
      atMsOf: (wallMs: number) => wallMs - zeroMs + hourMs,
    };
    const back = (text: string) => askedMoment(`--at ${text}`, text, wall);
    expect(back('2m ago')).toEqual({atMs: 480_200, said: undefined});
    expect(back('8m ago')).toEqual({atMs: 120_200, said: undefined});
    expect(back('13:07')).toEqual({atMs: 420_000, said: undefined});
    expect(back('start')).toEqual({atMs: 500, said: undefined});
  });

  test.each([
    ['14:30', 'begin', '--at 14:30 is after the end, 14:10:00.'],
    ['13:00', 'end', '--at 13:00 is before the beginning, 14:00:00.'],
    ['soon', 'show', '--at soon: "soon" is not a time. Write a time like 14:05'],
  ] as const)('%s leaves nothing where it is to be the %s', (text, askedFor, sentence) => {
    expect(() => asked(text, askedFor)).toThrow(UsageError);
    expect(() => asked(text, askedFor)).toThrow(sentence);
  });
});
