import {escapeText} from '../target/escape.ts';
import {saveReport} from './save-report.ts';
import type {Watching} from './watching.ts';

/**
 * Writes a report of what led to a moment of what is watched, as one HTML file in the folder for reports; resolves to
 * its path.
 *
 * @throws {DumpError} when it cannot be saved.
 */
export function reportMoment({session, diagnosis, decoder}: Watching, atMs: number): Promise<string> {
  const {name, hasLeakProfile} = session.facts;
  return saveReport(
    {
      session,
      origin: {kind: 'watched'},
      diagnosisAt: diagnosis.at,
      texts: (ids) => decoder.goroutineTexts(ids),
      proofCommand: hasLeakProfile ? `gorowatch check --proof ${escapeText(name)}` : undefined,
    },
    atMs,
  );
}
