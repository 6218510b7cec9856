// What `gorowatch report` is told about the form of a report and where it goes.

import {formOf, reportForms, type ReportForm} from '../report/write-report.ts';
import {escapeText} from '../target/escape.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {UsageError} from './arguments/usage-error.ts';

export type ReportOptions = {
  readonly form: ReportForm;
  /** Undefined for stdout. */
  readonly file: string | undefined;
  readonly isRedacted: boolean;
  /** As they were typed: what they mean is known once there is something to report on. */
  readonly from: string | undefined;
  readonly to: string | undefined;
};

/** @throws {UsageError} for the name of a file that is no report. */
export function readReportOptions(given: Arguments): ReportOptions {
  const output = given.text('output');
  const file = output === '-' ? undefined : output;
  const form = file === undefined ? 'md' : formNamed(file, '-o ');

  const isRedacted = given.flag('redact') === true;
  return {form, file, isRedacted, from: given.text('from'), to: given.text('to')};
}

/**
 * What the name of a file says is to be written.
 *
 * @param before what stood before the name, for the error
 * @throws {UsageError}
 */
export function formNamed(file: string, before: string): ReportForm {
  const form = formOf(file);
  if (form !== undefined) return form;
  throw new UsageError(
    `${before}${escapeText(file)} does not say what to write.`,
    `End it in one of ${reportForms.map((one) => `.${one}`).join(', ')}.`,
  );
}
