import {expect, test} from 'vitest';
import {inForceAt} from '../../source/session/in-force.ts';
import {timelineOf} from '../../source/session/timeline.ts';
import {group, watched} from '../helpers/session.ts';

const worker = group(3, 'select', 'main.work work.go:1', {ids: [1, 2, 3]});

test('before anything is known there is nowhere to go', () => {
  const {session} = watched();
  const timeline = timelineOf(session);
  expect([
    timeline.firstMs(),
    timeline.lastMs(),
    timeline.sampleBefore(1e9),
    timeline.sampleAfter(0),
  ]).toEqual([undefined, undefined, undefined, undefined]);
  expect(timeline.wallMsOf(session.attachedAtMs)).toBe(session.attachedWallMs);
});

test('steps from sample to sample, be it counts, a total or full stacks, and never stays where it is', async () => {
  const target = watched();
  const {session, clock} = target;
  target.sees(worker);
  clock.pass(500);
  await target.looks(worker);
  clock.pass(500);
  session.addPulse(4, undefined);
  const timeline = timelineOf(session);
  const all = [2000, 2500, 3000];
  expect([timeline.firstMs(), timeline.lastMs()]).toEqual([2000, 3000]);
  expect(all.map((atMs) => timeline.sampleBefore(atMs))).toEqual([undefined, 2000, 2500]);
  expect(all.map((atMs) => timeline.sampleAfter(atMs))).toEqual([2500, 3000, undefined]);
  expect([timeline.sampleBefore(2700), timeline.sampleAfter(2700), timeline.sampleAfter(0)]).toEqual([
    2500, 3000, 2000,
  ]);
});

test('steps from event to event', () => {
  const target = watched();
  for (const text of ['one', 'two', 'three']) {
    target.passes(1000);
    target.session.addEvent('alert', text);
  }

  const {eventBefore, eventAfter} = timelineOf(target.session);
  expect([2000, 2001, 3000, 9999].map((atMs) => eventBefore(atMs)?.text)).toEqual([
    undefined,
    'one',
    'one',
    'three',
  ]);
  expect([0, 2000, 3000, 4000].map((atMs) => eventAfter(atMs)?.text)).toEqual([
    'one',
    'two',
    'three',
    undefined,
  ]);
});

test('tells what the clock on the wall said, also after it was set', () => {
  const target = watched();
  const {session, clock} = target;
  target.sees(worker);
  const before = {atMs: clock.monotonicMs(), wallMs: clock.wallMs()};
  clock.jumpWall(-3_600_000);
  target.sees(worker);
  const after = {atMs: clock.monotonicMs(), wallMs: clock.wallMs()};
  const {wallMsOf, atMsOf} = timelineOf(session);
  expect(wallMsOf(before.atMs)).toBe(before.wallMs);
  expect(wallMsOf(before.atMs + 10)).toBe(before.wallMs + 10);
  expect(wallMsOf(after.atMs)).toBe(after.wallMs);
  expect(atMsOf(after.wallMs)).toBe(after.atMs);
  // An hour that the clock went through twice: the later one is meant.
  expect(atMsOf(after.wallMs + 50)).toBe(after.atMs + 50);
});

test('what held at a moment is that of the process that was there', async () => {
  const target = watched();
  const {session} = target;
  target.sees(worker);
  await target.looks(worker);
  const before = {look: session.look, baseline: session.baseline};
  target.passes(1000);
  session.restarted('its command line is another one');
  const between = target.clock.monotonicMs();
  target.sees(worker);
  await target.looks(worker);
  expect(inForceAt(session, 2500)).toMatchObject(before);
  expect(inForceAt(session, between)).toMatchObject({look: undefined, baseline: undefined});
  expect(inForceAt(session, 9999)).toMatchObject({look: session.look, baseline: session.baseline});
  expect(session.baseline?.since).toBe('restart');
});

test('a mark set for an earlier moment is in force from when it was set', () => {
  const target = watched();
  target.sees(worker);
  target.sees(worker);
  target.sees(worker);
  target.session.markBaseline(2500);
  expect(inForceAt(target.session, 3000).baseline?.since).toBe('attach');
  expect(inForceAt(target.session, 4000).baseline).toMatchObject({since: 'mark', atMs: 2500});
});
