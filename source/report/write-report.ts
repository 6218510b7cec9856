import type {FlameGraph} from './html/page.ts';
import {htmlReport} from './html/page.ts';
import type {Incident} from './incident.ts';
import {reportJson} from './json.ts';
import {markdownReport} from './markdown.ts';
import type {ReportTelling} from './telling.ts';

export const reportForms = ['md', 'html', 'json'] as const;

export type ReportForm = (typeof reportForms)[number];

/** What the name of a file says it holds; undefined for anything but a report. */
export function formOf(file: string): ReportForm | undefined {
  const [, extension = ''] = /\.([a-z]+)$/i.exec(file) ?? [];
  const named = extension.toLowerCase();
  return named === 'htm' ? 'html' : named === 'markdown' ? 'md' : reportForms.find((form) => form === named);
}

/** The whole text of a report. */
export function writeReport(
  form: ReportForm,
  incident: Incident,
  telling: ReportTelling,
  flame?: FlameGraph,
): string {
  switch (form) {
    case 'md':
      return markdownReport(incident, telling);
    case 'html':
      return htmlReport(incident, telling, flame);
    case 'json':
      return `${JSON.stringify(reportJson(incident, telling), undefined, 2)}\n`;
  }
}
