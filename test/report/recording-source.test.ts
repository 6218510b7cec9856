import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {expect, onTestFinished, test} from 'vitest';
import {openRecording, type Recording} from '../../source/recording/open-recording.ts';
import {incidentOf, type IncidentOptions} from '../../source/report/incident-of.ts';
import type {TotalCurve, Incident} from '../../source/report/incident.ts';
import {recordedCurves} from '../../source/report/recorded-curves.ts';
import {recordingSource} from '../../source/report/recording-source.ts';
import {sessionSource} from '../../source/report/session-source.ts';
import {pastOf} from '../../source/session/past.ts';
import {startWallMs} from '../helpers/fake-clock.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {recorderOf} from '../recording/recorded.ts';
import {shopDiagnosis, watchedShop} from './incidents.ts';

const options: IncidentOptions = {version: '0.1.0', madeWallMs: startWallMs, wantsDump: true};
const dumpText = 'goroutine 7 [chan send]:\nmain.report(0xc000012345)\n\t/srv/shop/check.go:72 +0x45\n';

/** The five minutes of the shop, as they are remembered and as they are recorded. */
async function bothWays({withVerdicts = true} = {}) {
  const shop = await watchedShop();
  const {session, clock} = shop;
  const file = path.join(temporaryFolder(), 'shop.gorowatch');
  const recorder = recorderOf({file, target: session.facts});
  for await (const entry of pastOf(session)) {
    recorder.write(entry);
    await recorder.settled();
  }

  if (withVerdicts) {
    recorder.judged({atMs: clock.monotonicMs(), wallMs: clock.wallMs()}, shopDiagnosis());
  }

  await recorder.dump({
    atMs: clock.monotonicMs() - 100_000,
    wallMs: clock.wallMs() - 100_000,
    name: 'goroutine-debug-2.txt',
    cause: 'alarm',
    chunks: [Buffer.from(dumpText)],
  });
  recorder.commit();
  await recorder.close();
  expect(recorder.failures).toEqual([]);
  const recording = openRecording(file);
  onTestFinished(() => {
    recording.close();
  });
  const live = sessionSource({
    session,
    origin: {kind: 'watched'},
    diagnosisAt: shopDiagnosis,
    texts: () => Promise.resolve(new Map()),
  });
  return {live, recording};
}

function sourceOf(recording: Recording) {
  const source = recordingSource(recording);
  if (source === undefined) throw new Error('nothing was recorded');
  return source;
}

/** Curves are read off differently: what was in force at the ends of a stretch may be counted to either side. */
function withoutCurves(incident: Incident) {
  const {total, reasons, verdicts} = incident;
  return {
    ...incident,
    origin: undefined,
    cost: undefined,
    dump: undefined,
    snapshot: undefined,
    total: {...total, curve: undefined, peakWallMs: undefined},
    reasons: reasons.map(({family, first, last}) => ({family, first, last})),
    verdicts: verdicts.map(({verdict}) => verdict),
  };
}

test('a recording gives the report that the session gave while it was watched', async () => {
  const {live, recording} = await bothWays();
  const [watched, recorded] = [
    await incidentOf(live, options),
    await incidentOf(sourceOf(recording), options),
  ];
  expect(withoutCurves(recorded)).toEqual(withoutCurves(watched));
  expect(recorded.origin).toEqual({kind: 'recording', file: 'shop.gorowatch'});
});

test('its curves are those of the session, gaps and all', async () => {
  const {live, recording} = await bothWays();
  const [watched, recorded] = [
    await incidentOf(live, options),
    await incidentOf(sourceOf(recording), options),
  ];
  const pairs: readonly (readonly [TotalCurve | undefined, TotalCurve | undefined])[] = [
    [watched.total.curve, recorded.total.curve],
    ...watched.verdicts.map(({curve}, index) => [curve, recorded.verdicts[index]?.curve] as const),
    ...watched.reasons.map(({curve}, index) => [curve, recorded.reasons[index]?.curve] as const),
  ];
  for (const [a, b] of pairs) {
    const far = (a?.values ?? []).filter((value, index) => {
      const other = b?.values[index];
      // A stretch at the edge of a gap, and one that a change falls on the edge of, may differ.
      return (
        value !== other &&
        Math.abs((value ?? 0) - (other ?? 0)) > 12 &&
        value !== undefined &&
        other !== undefined
      );
    });
    expect(a?.values.length).toBe(b?.values.length);
    expect(far).toEqual([]);
    expect(Math.abs(gapsIn(a) - gapsIn(b))).toBeLessThanOrEqual(2);
  }
});

function gapsIn(curve: TotalCurve | undefined): number {
  return curve?.values.filter((value) => value === undefined).length ?? 0;
}

test('the full stacks that the alarm had saved are appended', async () => {
  const {recording} = await bothWays();
  const {dump} = await incidentOf(sourceOf(recording), options);
  expect(dump).toMatchObject({isFromAlarm: true, goroutines: 1, text: dumpText.trimEnd()});
});

test('a report does without full stacks of which a part is lost', async () => {
  const {recording} = await bothWays();
  const database = new DatabaseSync(recording.file);
  database.exec('DELETE FROM dump_chunk');
  database.close();
  const {dump, total} = await incidentOf(sourceOf(recording), options);
  expect(dump).toBeUndefined();
  expect(total.last).toBeGreaterThan(0);
});

test('a part of it has the events, the groups and the end of that part', async () => {
  const {recording} = await bothWays();
  const source = sourceOf(recording);
  const part = await incidentOf(source, {
    ...options,
    fromMs: source.atMsOf(startWallMs + 60_000),
    toMs: source.atMsOf(startWallMs + 110_000),
  });
  expect(part.events).toEqual([]);
  expect(part.grew.map(({family}) => family)).not.toContain('chan send');
  expect(part.verdicts).toEqual([]);
});

test('without a judgement in it the report says that nothing was judged', async () => {
  const {recording} = await bothWays({withVerdicts: false});
  const incident = await incidentOf(sourceOf(recording), options);
  expect([incident.diagnosis, incident.verdicts]).toEqual([undefined, []]);
});

test('what is too long to be read through is looked at, and says nearly the same', async () => {
  const {recording} = await bothWays();
  const {firstMs: fromMs, lastMs: toMs} = sourceOf(recording);
  const place = shopDiagnosis().verdicts[0]?.group.place ?? '';
  const asked = {fromMs, toMs, cells: 240, places: [new Set([place])]};
  const read = recordedCurves(recording, asked);
  const looked = recordedCurves(recording, asked, 0);
  // Five seconds lie between two looks, in which some twenty senders come, and once twelve more.
  const far = looked.places[0]?.filter((value, cell) => {
    const other = read.places[0]?.[cell];
    return value !== undefined && other !== undefined && Math.abs(value - other) > 40;
  });
  expect(looked.places[0]?.at(-1)).toBe(768);
  expect(far).toEqual([]);
  expect(looked.families.get('chan receive')?.filter((value) => value !== undefined && value !== 24)).toEqual(
    [],
  );
});
