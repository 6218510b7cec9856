import {beforeEach, expect, test} from 'vitest';
import type {KnownPlace} from '../../../source/diagnosis/places/known-places.ts';
import type {PlaceCohort} from '../../../source/diagnosis/places/place-cohorts.ts';
import {factsOf} from '../../../source/diagnosis/places/place-facts.ts';
import {placesOf} from '../../../source/diagnosis/places/place.ts';
import {emptySorted, put, SortedBefore, type Sort} from '../../../source/diagnosis/places/sorted-places.ts';
import {StepSeries} from '../../../source/session/step-series.ts';
import {group} from '../../helpers/session.ts';
import {suspect} from '../suspects.ts';

const hourMs = 3_600_000;
const one = group(3, 'select', 'main.work');
const [place] = placesOf([one]).values();
const nothing: Sort = {other: 'moving'};
const suspected: Sort = {suspect: suspect('select', ['main.work'])};

let counts: StepSeries;
let known: KnownPlace;
let before: SortedBefore;

beforeEach(() => {
  counts = new StepSeries();
  counts.push(0, 3);
  const tracked = [{identity: one.identity, counts, latest: one, past: undefined, round: 0}];
  known = {place: place!, tracked, facts: factsOf(place!)};
  before = new SortedBefore();
});

/** What is remembered of an hour, so many milliseconds after it was made at the end of it, with the same look. */
function recalled(laterMs: number, lookMs = 0, cohort?: Pick<PlaceCohort, 'changedAtMs'>): Sort | undefined {
  // Nothing else of it is read.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const cohorts = {of: () => cohort as PlaceCohort | undefined};
  return before.of(known, cohorts, {lookMs, times: [laterMs, hourMs + laterMs]});
}

test('what was made of a place holds while nothing changes there', () => {
  before.keep(known, suspected, {lookMs: 0, atMs: hourMs, cohort: undefined});
  expect(recalled(0)).toBe(suspected);
  expect(recalled(10_000)).toBe(suspected);
});

test('it is made anew when its count has changed, or when much time has passed', () => {
  before.keep(known, nothing, {lookMs: 0, atMs: hourMs, cohort: undefined});
  expect(recalled(600_000)).toBeUndefined();
  counts.push(hourMs + 1000, 4);
  expect(recalled(2000)).toBeUndefined();
});

test('what speaks for a leak is judged anew with each look, the rest where others are there than before', () => {
  before.keep(known, suspected, {lookMs: 0, atMs: hourMs, cohort: undefined});
  expect(recalled(2000, 1000)).toBeUndefined();
  before.keep(known, nothing, {lookMs: 0, atMs: hourMs, cohort: undefined});
  expect(recalled(2000, 1000, {changedAtMs: 0})).toBe(nothing);
  expect(recalled(2000, 1000, {changedAtMs: 1000})).toBeUndefined();
});

test('who was there is remembered with it: once that is forgotten, it is made anew with the next look', () => {
  const held = {changedAtMs: 0};
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  before.keep(known, nothing, {lookMs: 0, atMs: hourMs, cohort: held as PlaceCohort});
  expect(recalled(2000, 1000)).toBe(nothing);
  held.changedAtMs = Infinity;
  expect(recalled(2000, 1000)).toBeUndefined();
});

test('a place stands where it belongs', () => {
  const sorted = emptySorted();
  put(sorted, {...suspected, other: 'load'});
  put(sorted, nothing);
  expect(sorted.suspects).toHaveLength(1);
  expect(sorted.others).toEqual({constant: 0, load: 1, moving: 1});
});
