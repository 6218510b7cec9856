// Gathers from a session what a report tells, up to the moment that was asked for.

import packageJson from '../../../package.json' with {type: 'json'};
import {incidentOf} from '../../report/incident-of.ts';
import type {Incident} from '../../report/incident.ts';
import type {IncidentSource} from '../../report/incident-source.ts';
import {askedMoment} from '../asked-moment.ts';
import {isKnown, type KnownCase} from '../check/known-cases.ts';
import {UsageError} from '../arguments/usage-error.ts';

export type GatherOptions = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** How `to` was given, for messages, where it was not with `--to`: `shop.gorowatch@14:05`. */
  readonly toWord?: string | undefined;
  readonly known: readonly KnownCase[];
  readonly wantsDump: boolean;
};

/**
 * Gathers a report of what a source knows between the times asked for, and says on standard error which of them it does
 * not reach.
 *
 * @throws {UsageError} for what is no time, or leaves nothing to report.
 */
export function gatherIncident(source: IncidentSource, options: GatherOptions): Promise<Incident> {
  const {from, to, known, wantsDump} = options;
  const begin = from === undefined ? undefined : askedMoment(`--from ${from}`, from, source, 'begin');
  const end = to === undefined ? undefined : askedMoment(options.toWord ?? `--to ${to}`, to, source, 'end');
  if (begin !== undefined && end !== undefined && begin.atMs > end.atMs) {
    throw new UsageError('The report would end before it begins.', 'Choose a --from that is earlier.');
  }

  for (const {said} of [begin, end].filter((one) => one !== undefined)) {
    if (said !== undefined) process.stderr.write(`gorowatch: ${said}\n`);
  }

  return incidentOf(source, {
    version: packageJson.version,
    madeWallMs: Date.now(),
    // What happened before the first count, or after the last, belongs to a report of all.
    fromMs: begin === undefined || begin.atMs <= source.firstMs ? undefined : begin.atMs,
    toMs: end === undefined || end.atMs >= source.lastMs ? undefined : end.atMs,
    isKnown: (verdict) => isKnown(verdict, known),
    wantsDump,
  });
}
