// The forms that a report can have, and who writes each.

import {flameGraphSvg} from './flame-graph.ts';
import {foldedOf} from './folded.ts';
import {htmlReport} from './html/page.ts';
import type {Incident} from './incident.ts';
import {reportJson} from './json.ts';
import {markdownReport} from './markdown.ts';
import {pprofOf} from './pprof-out.ts';
import type {ReportTelling} from './telling.ts';

/** Reports, and the last moment of one for other tools: a profile, folded stacks, a flame graph. */
export const reportForms = ['md', 'html', 'json', 'pb.gz', 'folded', 'svg'] as const;

export type ReportForm = (typeof reportForms)[number];

/** What the name of a file says it holds; undefined for anything that is not written. */
export function formOf(file: string): ReportForm | undefined {
  const name = file.toLowerCase();
  return reportForms.find((form) => name.endsWith(`.${form}`) && name.length > form.length + 1);
}

/** Whether a form holds one moment only: no verdicts, no times, nothing but stacks and counts. */
export function isMomentForm(form: ReportForm): boolean {
  return form === 'pb.gz' || form === 'folded' || form === 'svg';
}

/** What stands for a command that names the target, where that is not to be read. */
const proofOfTarget = 'gorowatch check --proof TARGET';

/** The whole of a report, as it stands in its file. */
export function writeReport(form: ReportForm, incident: Incident, asked: ReportTelling): string | Uint8Array {
  const telling =
    incident.isRedacted && asked.proofCommand !== undefined ? {...asked, proofCommand: proofOfTarget} : asked;
  const moment = incident.snapshot ?? {takenAt: incident.toWallMs, groups: []};
  switch (form) {
    case 'md':
      return markdownReport(incident, telling);
    case 'html':
      return htmlReport(incident, telling);
    case 'json':
      return `${JSON.stringify(reportJson(incident, telling), undefined, 2)}\n`;
    case 'pb.gz':
      return pprofOf(moment);
    case 'folded':
      return foldedOf(moment);
    case 'svg':
      return flameGraphSvg(moment);
  }
}
