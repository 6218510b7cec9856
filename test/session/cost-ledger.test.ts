import {describe, expect, test} from 'vitest';
import {CostLedger, type Charge} from '../../source/session/cost-ledger.ts';

const charge = (atMs: number, given: Partial<Charge> = {}): Charge => ({
  atMs,
  busyMs: 10,
  pauseMs: 10,
  bytes: 100,
  asked: false,
  ...given,
});

function ledgerWith(...charges: readonly Charge[]): CostLedger {
  const ledger = new CostLedger(0);
  for (const one of charges) ledger.charge(one);
  return ledger;
}

describe('a pause is affordable', () => {
  test('while it fits beside those of the last minute', () => {
    const ledger = ledgerWith(charge(1_000), charge(2_000), charge(3_000));
    expect(ledger.affords(18, 4_000)).toBe(true);
    expect(ledger.affords(18.1, 4_000)).toBe(false);
  });

  test('again once the others are more than a minute ago', () => {
    const ledger = ledgerWith(charge(1_000, {pauseMs: 48}));
    expect(ledger.affords(1, 60_999)).toBe(false);
    expect(ledger.affords(48, 61_000)).toBe(true);
  });

  test('whatever the user has asked for', () => {
    expect(ledgerWith(charge(1_000, {pauseMs: 5_000, asked: true})).affords(48, 2_000)).toBe(true);
  });

  test('only when the counts of the coming minute fit as well', () => {
    const ledger = ledgerWith(charge(1_000, {pauseMs: 5, gear: 'groups'}));
    expect(ledger.affords(28, 2_000, 20)).toBe(true);
    expect(ledger.affords(29, 2_000, 20)).toBe(false);
    // What has been spent on counts already is not reserved for them a second time.
    expect(ledger.affords(43, 2_000, 3)).toBe(true);
  });
});

describe('the reading', () => {
  test('is the share of the last minute, and sums since the beginning', () => {
    const ledger = ledgerWith(charge(1_000, {pauseMs: 7}), charge(100_000, {busyMs: 60}));
    expect(ledger.reading(120_000)).toEqual({
      share: 0.001,
      longestPauseMs: 10,
      pausedMs: 17,
      isUsualPause: false,
      requests: 2,
      bytes: 200,
      busyMs: 70,
    });
  });

  test('of the first seconds is a share of these', () => {
    expect(ledgerWith(charge(0, {busyMs: 50})).reading(5_000).share).toBe(0.01);
    expect(ledgerWith(charge(0, {busyMs: 50})).reading(10).share).toBe(0.05);
  });

  test('of nothing is nothing', () => {
    expect(new CostLedger(0).reading(0)).toMatchObject({share: 0, longestPauseMs: 0, requests: 0});
  });
});

test('the longest pause is an estimate only as long as nothing was asked that stops the target while it works', () => {
  const ledger = new CostLedger(0);
  const counts = {atMs: 0, busyMs: 3, pauseMs: 0.35, bytes: 1, asked: false, isUsualPause: true};
  ledger.charge(counts);
  expect(ledger.reading(0)).toMatchObject({longestPauseMs: 0.35, isUsualPause: true});
  ledger.charge({...counts, pauseMs: 7, isUsualPause: false});
  ledger.charge(counts);
  expect(ledger.reading(0)).toMatchObject({longestPauseMs: 7, isUsualPause: false});
});
