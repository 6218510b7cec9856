// Reports as the screen asks for them, while watching and over a recording.

import type {InspectorActions, PreparedReport, ReportAsked} from '../../components/inspector-actions.ts';
import type {IncidentSource} from '../../report/incident-source.ts';
import {sessionSource} from '../../report/session-source.ts';
import {escapeText} from '../../target/escape.ts';
import {alarmDumps} from '../files/alarm-dumps.ts';
import {prepareReport, type SaveReportParts} from './save-report.ts';
import type {Watching} from '../watching.ts';

/** What the key that reports does, and where its reports went. */
type ScreenReports = {
  readonly report: NonNullable<InspectorActions['report']>;
  /** For the shell that the user comes back to: a path is hard to copy from a screen that is gone. */
  readonly written: () => string;
};

/** @param source what there is to report by now; undefined while nothing is */
export function screenReports(
  source: () => IncidentSource | undefined,
  parts: () => SaveReportParts,
): ScreenReports {
  const files: string[] = [];
  return {
    async report(asked: ReportAsked): Promise<PreparedReport> {
      const known = source();
      if (known === undefined) throw new Error('There is nothing to report yet.');
      return prepareReport(known, asked, {...parts(), onWritten: (file) => files.push(file)});
    },
    written: () => files.map((file) => `gorowatch: Report written: ${escapeText(file)}\n`).join(''),
  };
}

/** Reports of what is watched. */
export function watchedReports({session, diagnosis, decoder, thresholds}: Watching): ScreenReports {
  return screenReports(
    () =>
      session.lastSeen === undefined
        ? undefined
        : sessionSource({
            session,
            origin: {kind: 'watched'},
            diagnosisAt: diagnosis.at,
            texts: (ids) => decoder.goroutineTexts(ids),
            alarmDumps: () => alarmDumps(thresholds),
          }),
    () => {
      const {name, hasLeakProfile} = session.facts;
      return {
        madeWallMs: session.clock.wallMs(),
        proofCommand: hasLeakProfile ? `gorowatch check --proof ${escapeText(name)}` : undefined,
      };
    },
  );
}
