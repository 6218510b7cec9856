import path from 'node:path';
import packageJson from '../../package.json' with {type: 'json'};
import {dumpSubject} from '../alert/dump-name.ts';
import {nodeDumpFiles} from '../alert/dump-files.ts';
import {DumpError, explainer} from '../alert/dump-error.ts';
import {saveDumpTo} from '../alert/dump-store.ts';
import {patterns} from '../diagnosis/patterns.ts';
import type {Diagnosis} from '../diagnosis/verdict.ts';
import {incidentOf} from '../report/incident-of.ts';
import type {IncidentOrigin} from '../report/incident.ts';
import type {IncidentSource} from '../report/incident-source.ts';
import {reportClock} from '../report/report-clock.ts';
import {sessionSource} from '../report/session-source.ts';
import {writeReport, type ReportForm} from '../report/write-report.ts';
import type {Session} from '../session/session.ts';
import {defaultReportFolder} from './report-folder.ts';

/** Two reports in one second are told apart by a number; more than these are a key that is held down. */
const maxNames = 100;

export type SaveReportParts = {
  readonly session: Session;
  /** What was thought of the target at a moment. */
  readonly diagnosisAt: (atMs: number) => Diagnosis | undefined;
  readonly texts: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
  readonly origin: IncidentOrigin;
  /** How to ask for proof, where it can be had. */
  readonly proofCommand?: string | undefined;
  readonly form?: Extract<ReportForm, 'html' | 'md'>;
  /** The folder that reports go to; that of the environment where not given. */
  readonly folder?: string;
};

/**
 * Writes what a session remembers up to a moment into a report of its own, and resolves to its path.
 *
 * @throws {DumpError} when nothing was seen yet, or it cannot be written.
 */
export async function saveReport(parts: SaveReportParts, atMs?: number): Promise<string> {
  const {session, diagnosisAt, texts, origin, ...where} = parts;
  if (session.lastSeen === undefined) throw new DumpError('There is nothing to report yet.');
  const source = sessionSource({session, diagnosisAt, texts, origin});
  return saveReportOf(source, {...where, madeWallMs: session.clock.wallMs()}, atMs);
}

/**
 * The same of any source.
 *
 * @throws {DumpError} when it cannot be written.
 */
export async function saveReportOf(
  source: IncidentSource,
  parts: Pick<SaveReportParts, 'proofCommand' | 'form' | 'folder'> & {readonly madeWallMs: number},
  atMs?: number,
): Promise<string> {
  const {madeWallMs, form = 'html'} = parts;
  const incident = await incidentOf(source, {
    version: packageJson.version,
    madeWallMs,
    toMs: atMs,
    wantsDump: true,
  });
  const text = writeReport(form, incident, {
    patterns,
    proofCommand: parts.proofCommand,
    clock: reportClock(incident),
  });
  const folder = parts.folder ?? defaultReportFolder(process.env);
  const explain = explainer(folder, 'XDG_STATE_HOME', 'report');
  await explain(nodeDumpFiles.makeFolder(folder));
  const subject = dumpSubject({
    target: source.target.name,
    wallMs: incident.toWallMs,
    total: incident.total.last,
    reason: '',
  });
  const file = await explain(freeName(folder, `gorowatch-report-${subject}`, form));
  const {path: saved} = await saveDumpTo(file, {
    chunks: [Buffer.from(text)],
    gzip: false,
    what: 'report',
    option: 'XDG_STATE_HOME',
  });
  return saved;
}

/** A name that nothing has: an earlier report is never replaced. */
async function freeName(folder: string, name: string, form: string): Promise<string> {
  for (let number = 1; number < maxNames; number++) {
    const file = path.join(folder, `${name}${number === 1 ? '' : `-${number}`}.${form}`);
    if ((await nodeDumpFiles.inspect(file)) === undefined) return file;
  }

  return path.join(folder, `${name}-${maxNames}.${form}`);
}
