import {formOf, type ReportForm} from '../report/write-report.ts';
import type {Arguments} from './read-arguments.ts';
import {UsageError} from './usage-error.ts';

export type ReportOptions = {
  readonly form: ReportForm;
  /** Undefined for stdout. */
  readonly file: string | undefined;
  readonly isRedacted: boolean;
};

/** @throws {UsageError} for the name of a file that is no report. */
export function readReportOptions(given: Arguments): ReportOptions {
  const output = given.text('output');
  const isRedacted = given.flag('redact') === true;
  if (output === undefined || output === '-') return {form: 'md', file: undefined, isRedacted};
  const form = formOf(output);
  if (form === undefined) {
    throw new UsageError(`-o ${output} does not say what to write.`, 'End it in .md, .html or .json.');
  }

  return {form, file: output, isRedacted};
}
