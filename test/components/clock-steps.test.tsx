import {expect, test} from 'vitest';
import {formatClock} from '../../source/view/text/format.ts';
import {startWallMs} from '../helpers/fake-clock.ts';
import {group, watched} from '../helpers/session.ts';
import {diagnosisOf, verdictOn} from '../helpers/verdicts.ts';
import {onScreen} from './on-screen.tsx';

/** So many at the same line. */
function grown(count: number) {
  return group(count, 'chan send', 'main.report check.go:72');
}

const hourMs = 3_600_000;
const senders = grown(8);

/** Half a minute, then the clock on the wall is set, or a laptop sleeps, and half a minute more. */
function stepped(byMs: number) {
  const target = watched();
  for (let second = 0; second < 30; second++) target.sees(senders);
  target.clock.jumpWall(byMs);
  for (let second = 0; second < 30; second++) target.sees(senders);
  return target;
}

for (const [name, byMs] of [
  ['a night of sleep', 9 * hourMs],
  ['a clock that was set back', -hourMs],
] as const) {
  test(`after ${name} the times below the chart are those that the clock showed then`, async () => {
    const screen = await onScreen(stepped(byMs));
    const axis = screen.line(formatClock(startWallMs + 60_000 + byMs));
    expect(axis).toContain(formatClock(startWallMs));
  });

  test(`after ${name} an opened group is seen since the time that the clock showed then`, async () => {
    const screen = await onScreen(stepped(byMs));
    await screen.press('enter');
    expect(screen.text()).toContain(`seen since ${formatClock(startWallMs + 1_000)}`);
  });
}

test('the growth that was judged is drawn to the moment of the judgement, whatever the clock showed since', async () => {
  const target = watched();
  for (let second = 0; second < 60; second++) target.sees(grown(100 + second));
  const evidence = [
    {kind: 'growth', first: 100, last: 159, perMinute: 20, overMs: 60_000, neverFell: true},
  ] as const;
  const diagnosis = {
    ...diagnosisOf([verdictOn(grown(159), {evidence})]),
    toWallMs: target.clock.wallMs(),
  };
  const screen = await onScreen(target, {diagnosis});
  await screen.press('2', 'enter');
  const before = screen.text().match(/╌+/g)?.join('').length;
  target.clock.jumpWall(-hourMs);
  target.session.changed();
  await screen.settle();
  expect(before).toBeGreaterThan(10);
  expect(screen.text().match(/╌+/g)?.join('').length).toBe(before);
});
