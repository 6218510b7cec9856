// Prepares a report that the screen asks for, and writes it once it has been agreed to.

import {existsSync} from 'node:fs';
import {homedir, hostname} from 'node:os';
import path from 'node:path';
import packageJson from '../../../package.json' with {type: 'json'};
import {explainer} from '../../saving/saving-error.ts';
import {nodeFileSystem} from '../../saving/file-system.ts';
import {fileSubject} from '../../saving/file-subject.ts';
import {saveToFile} from '../../saving/save-to-file.ts';
import {freeName, numbered} from '../../saving/free-name.ts';
import type {PreparedReport, ReportAsked} from '../../components/inspector-actions.ts';
import {patterns} from '../../diagnosis/patterns.ts';
import {incidentOf} from '../../report/incident-of.ts';
import type {Incident} from '../../report/incident.ts';
import type {IncidentSource} from '../../report/incident-source.ts';
import {redact} from '../../report/redact.ts';
import {redactionRows} from '../../report/redaction-lines.ts';
import {reportClock} from '../../report/report-clock.ts';
import {isMomentForm, writeReport} from '../../report/write-report.ts';
import {escapeText} from '../../target/escape.ts';
import {askedMoment} from '../asked-moment.ts';
import {defaultFolder} from '../../saving/default-folder.ts';
import {formNamed} from '../report-options.ts';

export type SaveReportParts = {
  readonly madeWallMs: number;
  /** How to ask for proof, where it can be had. */
  readonly proofCommand?: string | undefined;
  /** The folder that reports go to unless a file is named; that of the environment where not given. */
  readonly folder?: string | undefined;
  /** Told the path of what was written. */
  readonly onWritten?: ((file: string) => void) | undefined;
};

/**
 * Gathers a report that was asked for on the screen: of what led to a moment, into the folder for reports or a file that
 * was named.
 *
 * @throws {UsageError} for the name of a file that is no report, and for a time that is none or leaves nothing.
 */
export async function prepareReport(
  source: IncidentSource,
  {atMs, file, from, isRedacted}: ReportAsked,
  parts: SaveReportParts,
): Promise<PreparedReport> {
  const form = file === undefined ? 'html' : formNamed(file, '');
  const known = {...source, lastMs: Math.max(source.firstMs, Math.min(source.lastMs, atMs))};
  const begin = from === undefined ? undefined : askedMoment(`from ${from}`, from, known, 'begin');
  const incident = await incidentOf(source, {
    version: packageJson.version,
    madeWallMs: parts.madeWallMs,
    // What happened before the first count belongs to a report of all.
    fromMs: begin === undefined || begin.atMs <= source.firstMs ? undefined : begin.atMs,
    toMs: atMs,
    wantsDump: !isMomentForm(form),
  });
  const redacted = isRedacted ? redact(incident, hostname()) : undefined;
  const told = redacted?.incident ?? incident;
  const bytes = writeReport(form, told, {
    patterns,
    proofCommand: parts.proofCommand,
    clock: reportClock(told),
  });
  return {
    preview: redacted && redactionRows(redacted.removed),
    replaces: file !== undefined && existsSync(placeOf(file)) ? escapeText(file) : undefined,
    async write() {
      const saved =
        file === undefined ? await saveAsNew(told, bytes, parts.folder) : await saveAs(file, bytes);
      parts.onWritten?.(saved);
      const more = begin?.said === undefined ? '' : ` (${begin.said.replace(/\.$/, '')})`;
      return `Report written: ${escapeText(saved)}${more}`;
    },
  };
}

/** No shell has seen it. */
function placeOf(file: string): string {
  return /^~(?=\/|$)/.test(file) ? path.join(homedir(), file.slice(1)) : file;
}

async function saveAs(file: string, bytes: string | Uint8Array): Promise<string> {
  const {path: saved} = await saveToFile(placeOf(file), {
    chunks: [Buffer.from(bytes)],
    gzip: false,
    what: 'report',
    option: 'e',
  });
  return saved;
}

/** @throws {SavingError} when it cannot be written. */
async function saveAsNew(
  {target, toWallMs, total}: Incident,
  bytes: string | Uint8Array,
  folder = defaultFolder('reports', process.env),
): Promise<string> {
  const explain = explainer(folder, 'XDG_STATE_HOME', 'report');
  await explain(nodeFileSystem.makeFolder(folder));
  const subject = fileSubject({target: target.name, wallMs: toWallMs, total: total.last, reason: ''});
  const file = await explain(freeName(folder, numbered(`gorowatch-report-${subject}`, 'html')));
  const {path: saved} = await saveToFile(file, {
    chunks: [Buffer.from(bytes)],
    gzip: false,
    what: 'report',
    option: 'XDG_STATE_HOME',
  });
  return saved;
}
