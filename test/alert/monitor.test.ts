import {describe, expect, test} from 'vitest';
import {describeCrossing} from '../../source/alert/describe-threshold.ts';
import {createMonitor, type Alert, type Monitor, type MonitorSample} from '../../source/alert/monitor.ts';
import {defaultMonitorPolicy as policy} from '../../source/alert/monitor-policy.ts';
import {parseThreshold} from '../../source/alert/threshold.ts';
import type {Family} from '../../source/profile/wait-reason.ts';

const wallStart = Date.UTC(2026, 10, 21, 5);

type Counts = {total?: number; threads?: number; families?: Partial<Record<Family, number>>};

/** A monitor with a clock of its own; each `see` is one sample, one second after the last unless told otherwise. */
function watching(...thresholds: string[]) {
  const monitor: Monitor = createMonitor(thresholds.map(parseThreshold));
  let nowMs = 0;
  const alerts: Alert[] = [];
  function see({total, threads, families}: Counts, afterSeconds = 1): string[] {
    nowMs += afterSeconds * 1000;
    const sample: MonitorSample = {
      wallMs: wallStart + nowMs,
      atMs: nowMs,
      total,
      threads,
      families: families && new Map(Object.entries(families) as [Family, number][]),
    };
    const fired = monitor.observe(sample);
    alerts.push(...fired);
    return fired.map(describeCrossing);
  }
  return {
    monitor,
    alerts,
    see,
    totals: (totals: readonly number[], afterSeconds = 1) =>
      totals.map((total) => see({total}, afterSeconds).length),
    phase: () => monitor.state()[0]?.phase,
  };
}

const times = (count: number, total: number) => Array.from({length: count}, () => total);

describe('an absolute limit', () => {
  test('fires on the third of five samples over it, and once', () => {
    const {totals, see} = watching('100');
    expect(totals([101, 100, 101])).toEqual([0, 0, 0]);
    expect(see({total: 150})).toEqual(['goroutines 150 > 100']);
    expect(totals(times(100, 5000))).toEqual(times(100, 0));
  });

  test('two samples over it in five are no alert', () => {
    const {totals, alerts} = watching('100');
    for (let round = 0; round < 20; round++) totals([500, 500, 1, 1, 1]);
    expect(alerts).toEqual([]);
  });

  test('never fires on a sample that is not over it, not even when it has just cooled down', () => {
    const {totals, phase} = watching('100');
    totals([...times(3, 150), ...times(5, 50)]);
    totals(times(policy.cooldownMs / 1000 - 1, 500));
    expect(totals([50])).toEqual([0]);
    expect(phase()).toBe('armed');
    expect(totals([101])).toEqual([1]);
  });

  test('clears only well below the limit and for long enough, then cools down, then fires again', () => {
    const {totals, phase, monitor} = watching('100');
    totals(times(3, 150));
    expect(phase()).toBe('firing');
    totals(times(60, 95));
    expect(phase()).toBe('firing');
    totals([90, 90, 90, 90, 91]);
    expect(phase()).toBe('firing');
    totals(times(5, 90));
    expect(monitor.state()[0]).toMatchObject({phase: 'cooling down', fired: 1});
    const rest = times(policy.cooldownMs / 1000 - 1, 500);
    expect(totals(rest)).toEqual(rest.map(() => 0));
    expect(monitor.state()[0]).toMatchObject({phase: 'cooling down', fired: 1});
    expect(totals([500])).toEqual([1]);
    expect(monitor.state()[0]).toMatchObject({phase: 'firing', fired: 2});
  });

  test('a limit of none clears when there is none', () => {
    const {see, phase} = watching('mutex>0');
    for (let n = 0; n < 3; n++) see({families: {mutex: 1}});
    expect(phase()).toBe('firing');
    for (let n = 0; n < 5; n++) see({families: {select: 4}});
    expect(phase()).toBe('cooling down');
  });

  test('fires also where samples come every five minutes, or every half hour', () => {
    for (const afterSeconds of [300, 1800]) {
      const {totals} = watching('100');
      // The first distance is not known to be usual yet.
      expect(totals(times(5, 500), afterSeconds)).toEqual([0, 0, 0, 1, 0]);
    }
  });

  test('after a long sleep the distance of samples is soon the usual one again', () => {
    const {totals} = watching('100');
    expect(totals([500, 500])).toEqual([0, 0]);
    expect(totals([50], 8 * 3600)).toEqual([0]);
    expect(totals([500, 500])).toEqual([0, 0]);
    expect(totals([500], 300)).toEqual([0]);
  });

  test('samples on the two sides of a gap are not added up', () => {
    const {totals} = watching('100');
    expect(totals([500, 500])).toEqual([0, 0]);
    expect(totals([500], 600)).toEqual([0]);
    expect(totals([500, 500])).toEqual([0, 1]);
  });
});

describe('what is watched', () => {
  test('families come less often than totals, and their absence is no zero', () => {
    const {see, phase, monitor} = watching('chan send>100');
    const fired: string[] = [];
    for (let second = 0; second < 30; second++) {
      fired.push(...see(second % 10 === 0 ? {total: 300, families: {'chan send': 200}} : {total: 300}));
    }
    expect(fired).toEqual(['chan send 200 > 100']);
    expect(phase()).toBe('firing');
    expect(monitor.state()[0]).toMatchObject({value: 200, limit: 100, baseline: undefined});
  });

  test('a family that a sample of families does not list has no goroutine', () => {
    const {see, monitor} = watching('chan send>100');
    see({families: {select: 3}});
    expect(monitor.state()[0]?.value).toBe(0);
  });

  test('threads and goroutines are not mistaken for each other', () => {
    const {see, alerts} = watching('threads>10', '5000');
    for (let n = 0; n < 5; n++) see({total: 100, threads: 20});
    expect(alerts.map(describeCrossing)).toEqual(['threads 20 > 10']);
  });

  test('several thresholds may fire on one sample, each for itself', () => {
    const {see} = watching('100', '200', 'select>5', 'sleep>5');
    const counts = {total: 300, families: {select: 6, sleep: 5}};
    see(counts);
    see(counts);
    expect(see(counts)).toEqual(['goroutines 300 > 100', 'goroutines 300 > 200', 'select 6 > 5']);
  });

  test('an alert carries both times and the last known total', () => {
    const {see, alerts} = watching('chan send>1');
    see({total: 44});
    for (let n = 0; n < 3; n++) see({families: {'chan send': 9}});
    expect(alerts).toMatchObject([{wallMs: wallStart + 4000, atMs: 4000, value: 9, limit: 1, total: 44}]);
  });

  test('counts that are no numbers are passed over', () => {
    const {totals, monitor} = watching('100', '+50%', 'growth>1/min');
    expect(totals([Number.NaN, Number.POSITIVE_INFINITY, Number.NaN])).toEqual([0, 0, 0]);
    expect(monitor.state().map(({phase, value}) => [phase, value])).toEqual([
      ['waiting', undefined],
      ['waiting', undefined],
      ['waiting', undefined],
    ]);
  });
});

describe('a limit over the baseline', () => {
  test('waits for the baseline, then shows where limit and baseline are', () => {
    const {totals, monitor, phase} = watching('+50%');
    totals(times(5, 100));
    expect(phase()).toBe('waiting');
    totals([100]);
    expect(monitor.state()[0]).toMatchObject({phase: 'armed', value: 100, limit: 150, baseline: 100});
  });

  test('fires on a rise by more than that share', () => {
    const {totals, see} = watching('+50%');
    totals(times(10, 100));
    expect(totals(times(20, 150))).toEqual(times(20, 0));
    expect(totals([151, 151])).toEqual([0, 0]);
    expect(see({total: 151})).toEqual(['goroutines 151 > 150 (+50% over 100)']);
  });

  test('a handful more in a tiny process is no alert', () => {
    const {totals, alerts} = watching('+50%');
    totals([...times(10, 4), ...times(20, 9)]);
    expect(alerts).toEqual([]);
    totals(times(3, 10));
    expect(alerts).toHaveLength(1);
  });

  test('clears when the count is back, even where the share is small', () => {
    const {totals, phase} = watching('+5%');
    totals([...times(10, 1000), ...times(5, 1100)]);
    expect(phase()).toBe('firing');
    totals(times(5, 1000));
    expect(phase()).toBe('cooling down');
  });

  test('a steady count is not near a limit that is 20 % above it; one that has risen most of the way is', () => {
    const {totals, monitor} = watching('+20%');
    const isNear = () => monitor.state()[0]?.isNear;
    expect(isNear()).toBe(false);
    totals(times(30, 1000));
    expect(isNear()).toBe(false);
    totals([1170]);
    expect(isNear()).toBe(true);
  });

  test('a plateau that stays becomes normal: the alert clears by itself', () => {
    const {totals, phase, alerts} = watching('+50%');
    totals(times(60, 100), 60);
    totals(times(60 * 12, 200), 60);
    expect(alerts).toHaveLength(1);
    expect(phase()).toBe('armed');
  });
});

describe('growth', () => {
  test('fires after a minute of steady growth and not on one burst', () => {
    const {totals, alerts, monitor} = watching('growth>100/min');
    totals([...times(60, 100), ...times(30, 400), ...times(60, 100)]);
    expect(alerts).toEqual([]);
    totals(Array.from({length: 60}, (_, second) => 100 + 2 * second));
    expect(alerts).toHaveLength(1);
    expect(alerts[0]?.limit).toBe(100);
    expect(monitor.state()[0]?.value).toBeGreaterThan(100);
  });

  test('of a family that is seen every 10 s is told too', () => {
    const {see, alerts} = watching('chan send growth>20/min');
    for (let second = 0; second < 90; second++) {
      see(second % 10 === 0 ? {total: 1, families: {'chan send': second}} : {total: 1});
    }
    expect(alerts.map(describeCrossing)).toEqual(['chan send growth 60/min > 20/min']);
  });

  test('is not concluded from the jump across a gap', () => {
    const {totals, alerts} = watching('growth>100/min');
    totals(times(60, 100));
    totals([50_000], 300);
    totals(times(100, 50_000));
    expect(alerts).toEqual([]);
  });
});

describe('a restart of the target', () => {
  test('forgets that it fired and what was normal', () => {
    const {totals, monitor, alerts} = watching('100', '+50%', 'growth>600/min');
    totals([...times(30, 10), ...times(5, 500)]);
    expect(alerts).toHaveLength(2);
    monitor.reset();
    expect(monitor.state().map(({phase, baseline}) => [phase, baseline])).toEqual([
      ['waiting', undefined],
      ['waiting', undefined],
      ['waiting', undefined],
    ]);
    expect(monitor.state()[0]?.fired).toBe(1);
    totals([...times(3, 500)]);
    expect(alerts).toHaveLength(3);
  });

  test('a process that starts is no rise over its baseline', () => {
    const {totals, monitor, alerts} = watching('+50%');
    totals(times(30, 300));
    monitor.reset();
    totals(Array.from({length: 20}, (_, second) => 5 + 15 * second));
    totals(times(60, 300));
    expect(alerts).toEqual([]);
    expect(monitor.state()[0]).toMatchObject({phase: 'armed', baseline: 300});
  });
});
