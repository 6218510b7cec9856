import {expect, test} from 'vitest';
import {createPlayer} from '../../source/components/player.ts';
import {fakeClock} from '../helpers/fake-clock.ts';

const everySecond = Array.from({length: 11}, (_, second) => 5_000 + second * 1_000);

function playing(moments: readonly number[], unreadableFromMs = Infinity) {
  const clock = fakeClock();
  const shown: number[] = [];
  const failures: unknown[] = [];
  const player = createPlayer({
    clock,
    timeline: {
      firstMs: () => moments[0],
      lastMs: () => moments.at(-1),
      sampleAfter(atMs) {
        if (atMs >= unreadableFromMs) throw new Error('damaged');
        return moments.find((moment) => moment > atMs);
      },
    },
    show: (atMs) => shown.push(atMs),
    fail: (error) => failures.push(error),
  });
  return {clock, player, shown, failures};
}

test('plays in the time that it took', async () => {
  const {clock, player, shown} = playing(everySecond);
  player.toggle();
  expect(player.isPlaying()).toBe(true);
  await clock.advance(2_000);
  expect(shown.at(-1)).toBeCloseTo(7_000);
});

test('stops at what cannot be read, and says why', async () => {
  const {clock, player, shown, failures} = playing(everySecond, 8_000);
  player.toggle();
  await clock.advance(6_000);
  expect(player.isPlaying()).toBe(false);
  expect(shown.at(-1)).toBeCloseTo(8_000);
  expect(failures).toEqual([new Error('damaged')]);
});

test('stops where it is, and goes on from there', async () => {
  const {clock, player, shown} = playing(everySecond);
  player.toggle();
  await clock.advance(2_000);
  player.toggle();
  expect(player.isPlaying()).toBe(false);
  await clock.advance(10_000);
  expect(shown.at(-1)).toBeCloseTo(7_000);
  player.toggle();
  await clock.advance(1_000);
  expect(shown.at(-1)).toBeCloseTo(8_000);
});

test('plays faster and slower', async () => {
  const {clock, player, shown} = playing(everySecond);
  player.faster();
  player.faster();
  expect(player.speed()).toBe(4);
  player.toggle();
  await clock.advance(1_000);
  expect(shown.at(-1)).toBeCloseTo(9_000);
  for (let press = 0; press < 20; press++) player.slower();
  expect(player.speed()).toBe(0.25);
  await clock.advance(1_000);
  expect(shown.at(-1)).toBeCloseTo(9_250);
});

test('stops at the end, and begins anew from there', async () => {
  const {clock, player, shown} = playing(everySecond);
  player.seek(14_000);
  player.toggle();
  await clock.advance(5_000);
  expect(shown.at(-1)).toBe(15_000);
  expect(player.isPlaying()).toBe(false);
  player.toggle();
  await clock.advance(1_000);
  expect(shown.at(-1)).toBeCloseTo(6_000);
});

test.each([4, 5, 60, 3_600])('of %i s in which nothing was seen three pass', async (gapSeconds) => {
  const gapMs = gapSeconds * 1_000;
  const {clock, player, shown} = playing([0, 1_000, 1_000 + gapMs, 2_000 + gapMs]);
  player.toggle();
  await clock.advance(3_800);
  expect(shown.at(-1)).toBeCloseTo(800 + gapMs);
  await clock.advance(400);
  expect(shown.at(-1)).toBeCloseTo(1_200 + gapMs);
});

test('samples two seconds apart take two seconds each', async () => {
  const {clock, player, shown} = playing([0, 2_000, 4_000, 6_000, 8_000]);
  player.toggle();
  await clock.advance(6_000);
  expect(shown.at(-1)).toBeCloseTo(6_000);
});

test('a minute between samples is passed at four times the speed in three seconds, too', async () => {
  const {clock, player, shown} = playing([0, 60_000, 120_000, 180_000]);
  player.faster();
  player.faster();
  player.toggle();
  await clock.advance(6_000);
  expect(shown.at(-1)).toBeCloseTo(120_000);
});

test('a key that leads elsewhere lets it play on from there', async () => {
  const {clock, player, shown} = playing(everySecond);
  player.toggle();
  await clock.advance(1_000);
  player.seek(10_000);
  await clock.advance(1_000);
  expect(shown.at(-1)).toBeCloseTo(11_000);
});

test('ends with the screen', async () => {
  const {clock, player, shown} = playing(everySecond);
  player.toggle();
  player.close();
  const before = shown.length;
  await clock.advance(5_000);
  expect(shown).toHaveLength(before);
});
