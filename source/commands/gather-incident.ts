import packageJson from '../../package.json' with {type: 'json'};
import {incidentOf} from '../report/incident-of.ts';
import type {Incident} from '../report/incident.ts';
import type {IncidentSource} from '../report/incident-source.ts';
import {isKnown, type KnownCase} from './known-cases.ts';
import {momentAsked} from './report-options.ts';

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
  const reach = {firstMs: source.wallMsOf(source.firstMs), lastMs: source.wallMsOf(source.lastMs)};
  const fromWallMs = momentAsked('--from', from, reach);
  const toWallMs = momentAsked('--to', to, reach);
  return incidentOf(source, {
    version: packageJson.version,
    madeWallMs: Date.now(),
    fromMs: fromWallMs === undefined ? undefined : source.atMsOf(fromWallMs),
    toMs: toWallMs === undefined ? undefined : source.atMsOf(toWallMs),
    isKnown: (verdict) => isKnown(verdict, known),
    wantsDump,
  });
}
