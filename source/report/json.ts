import {diagnosisJson} from '../view/output/diagnosis-json.ts';
import {tenths} from '../text/tenths.ts';
import {isoTime} from '../view/output/json-values.ts';
import type {TotalCurve, Incident, IncidentGroup} from './incident.ts';
import {plainText} from './rich-text.ts';
import {summaryOf} from './summary.ts';
import type {ReportTelling} from './telling.ts';

/** The report as `gorowatch/report@1`. Times are ISO 8601 in UTC; a value that is not known is null. */
export function reportJson(incident: Incident, telling: ReportTelling): object {
  const {target, origin, cost, total, diagnosis, verdicts, dump} = incident;
  const {headline, rows} = summaryOf(incident, telling);
  return {
    schema: 'gorowatch/report@1',
    gorowatch: incident.version,
    madeAt: isoTime(incident.madeWallMs),
    target: {
      name: target.name,
      url: target.url,
      ...(target.commandLine === undefined ? {} : {commandLine: target.commandLine}),
      ...(target.goAtLeast === undefined ? {} : {goAtLeast: target.goAtLeast}),
    },
    origin,
    from: isoTime(incident.fromWallMs),
    to: isoTime(incident.toWallMs),
    redacted: incident.isRedacted,
    ...(cost === undefined ? {} : {cost: costJson(cost)}),
    summary: {
      headline: plainText(headline),
      rows: rows.map(({label, text}) => ({label, text: plainText(text)})),
    },
    total: {
      first: total.first,
      last: total.last,
      peak: total.peak,
      peakAt: isoTime(total.peakWallMs),
      ...(total.curve === undefined ? {} : {curve: curveJson(total.curve)}),
    },
    reasons: incident.reasons.map(({family, first, peak, last, curve}) => ({
      reason: family,
      first,
      peak,
      last,
      ...(total.curve === undefined ? {} : {curve: curveJson(curve)}),
    })),
    events: incident.events.map(({kind, wallMs, text}) => ({at: isoTime(wallMs), kind, text})),
    ...(diagnosis === undefined
      ? {}
      : {
          diagnosis: diagnosisJson(
            {diagnosis, verdicts: verdicts.map(({verdict}) => verdict), known: incident.known},
            {
              target: {name: target.name, url: target.url},
              cost: {
                requests: cost?.requests ?? 0,
                bytes: cost?.bytes ?? 0,
                requestMs: cost?.busyMs ?? 0,
                stoppedMs: cost?.stoppedMs ?? 0,
              },
              moments: origin.kind === 'files' ? origin.moments : undefined,
            },
            telling,
          ),
        }),
    since: verdicts.map(({verdict, since, curve}) => ({
      place: verdict.group.place,
      ...sinceJson(since),
      ...(curve === undefined ? {} : {curve: curveJson(curve)}),
    })),
    grew: incident.grew.map((group) => changeJson(group)),
    shrank: incident.shrank.map((group) => changeJson(group)),
    groups: incident.groups.map((group) => ({
      ...changeJson(group),
      stack: group.stack,
      labels: group.labels,
      creators: group.creators,
      waitMinutes: group.waitMinutes,
      leaked: group.leaked,
    })),
    ...(incident.stacksWallMs === undefined ? {} : {stacksAt: isoTime(incident.stacksWallMs)}),
    others: incident.others,
    damage: incident.damage.map(({fromWallMs, toWallMs}) => ({
      from: isoTime(fromWallMs),
      to: isoTime(toWallMs),
    })),
    ...(dump === undefined
      ? {}
      : {
          dump: {
            at: isoTime(dump.wallMs),
            goroutines: dump.goroutines,
            missing: dump.missing,
            fromAlarm: dump.isFromAlarm,
            text: dump.text,
          },
        }),
  };
}

function sinceJson(since: Incident['verdicts'][number]['since']): object {
  switch (since.kind) {
    case 'rose':
    case 'before':
      return {since: since.kind, at: isoTime(since.wallMs)};
    case 'waited':
      return {since: since.kind, waitMinutes: since.waitMinutes};
    case 'unknown':
      return {since: since.kind};
  }
}

function changeJson({place, family, status, frame, first, peak, last}: IncidentGroup): object {
  return {
    place,
    reason: family,
    status,
    function: frame?.function ?? '',
    file: frame?.file ?? '',
    line: frame?.line ?? 0,
    first,
    peak,
    last,
  };
}

function costJson({requests, bytes, busyMs, stoppedMs}: NonNullable<Incident['cost']>): object {
  return {requests, bytes, requestMs: tenths(busyMs), stoppedMs: tenths(stoppedMs)};
}

function curveJson({fromWallMs, toWallMs, values}: TotalCurve): object {
  return {from: isoTime(fromWallMs), to: isoTime(toWallMs), values: values.map((value) => value ?? null)};
}
