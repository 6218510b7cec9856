import packageJson from '../../package.json' with {type: 'json'};
import {incidentOf} from '../report/incident-of.ts';
import type {Incident} from '../report/incident.ts';
import type {IncidentSource} from '../report/incident-source.ts';
import {askedMoment} from './asked-moment.ts';
import {isKnown, type KnownCase} from './known-cases.ts';

export type GatherOptions = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly known: readonly KnownCase[];
  readonly wantsDump: boolean;
};

/**
 * Gathers a report of what a source knows between the times asked for.
 *
 * @throws {UsageError} for what is no time, or was not seen.
 */
export function gatherIncident(source: IncidentSource, options: GatherOptions): Promise<Incident> {
  const {from, to, known, wantsDump} = options;
  return incidentOf(source, {
    version: packageJson.version,
    madeWallMs: Date.now(),
    fromMs: from === undefined ? undefined : askedMoment('--from', from, source).atMs,
    toMs: to === undefined ? undefined : askedMoment('--to', to, source).atMs,
    isKnown: (verdict) => isKnown(verdict, known),
    wantsDump,
  });
}
