// Takes out of a report what is not to leave the house: labels, arguments, hosts, the command line.

import type {Evidence, Limit, Verdict, VerdictSource} from '../diagnosis/verdict.ts';
import type {Group, Snapshot} from '../profile/model.ts';
import type {EventKind} from '../session/events.ts';
import type {Incident, IncidentGroup} from './incident.ts';
import {redactDump} from './redact-dump.ts';
import {namesOfHost, standsFor, withoutHosts} from './redact-text.ts';

/** What was taken out of a report, for those who are to let it go. */
export type Removed = {
  readonly hosts: readonly string[];
  readonly commandLine: string | undefined;
  /** Names of labels, and how many different values they had. */
  readonly labels: {readonly keys: readonly string[]; readonly values: number};
  /** Lines of full stacks that had arguments, or were none of a stack; and addresses elsewhere. */
  readonly arguments: {readonly lines: number; readonly others: number; readonly addresses: number};
  /** Of the machine that made the report. */
  readonly paths: readonly string[];
};

type Labels = Readonly<Record<string, string>>;

/**
 * A report without labels, arguments, host names and the command line. Functions, files and lines of stacks stay, as
 * do source lines, ids of goroutines and names of labels.
 *
 * @param ownHost the name of this machine, which may stand in any sentence
 */
export function redact(
  incident: Incident,
  ownHost: string,
): {
  readonly incident: Incident;
  readonly removed: Removed;
} {
  const hosts = standsFor('host-');
  const paths = standsFor('file-');
  const values = standsFor('#');
  const addresses = standsFor('address-');
  const keys = new Set<string>();
  const fromDump = {arguments: 0, labels: 0, lines: 0};
  const {target, diagnosis, origin} = incident;
  const known = [URL.parse(target.url)?.hostname ?? '', target.name.replace(/:\d+$/, ''), ownHost].flatMap(
    (host) => namesOfHost(host),
  );
  const words = (text: string) => withoutHosts(text, {hosts, paths, known});
  const wordsOfConnection = (text: string) => withoutHosts(text, {hosts, paths, known, isOfConnection: true});

  // Each field is named: one that is added must be thought of here, or this does not compile.
  const redacted: Incident = {
    version: incident.version,
    madeWallMs: incident.madeWallMs,
    target:
      origin.kind === 'files'
        ? {
            name: paths.of(target.name),
            url: paths.of(target.name),
            commandLine: undefined,
            goAtLeast: target.goAtLeast,
          }
        : {
            name: words(target.name),
            url: words(target.url),
            commandLine: undefined,
            goAtLeast: target.goAtLeast,
          },
    origin: origin.kind === 'recording' ? {...origin, file: paths.of(origin.file)} : origin,
    fromWallMs: incident.fromWallMs,
    toWallMs: incident.toWallMs,
    cost: incident.cost,
    total: incident.total,
    reasons: incident.reasons,
    events: incident.events.map(({kind, wallMs, text}) => ({kind, wallMs, text: eventWithout(kind, text)})),
    diagnosis:
      diagnosis === undefined
        ? undefined
        : {
            fromWallMs: diagnosis.fromWallMs,
            toWallMs: diagnosis.toWallMs,
            watchedMs: diagnosis.watchedMs,
            samples: diagnosis.samples,
            total: diagnosis.total,
            verdicts: diagnosis.verdicts.map(verdictWithout),
            others: diagnosis.others,
            limits: diagnosis.limits.map(limitWithout),
          },
    verdicts: incident.verdicts.map(({verdict, since, curve, first}) => ({
      verdict: verdictWithout(verdict),
      since,
      curve,
      first,
    })),
    known: incident.known,
    grew: incident.grew.map(groupWithout),
    shrank: incident.shrank.map(groupWithout),
    groups: incident.groups.map(groupWithout),
    stacksWallMs: incident.stacksWallMs,
    others: incident.others,
    snapshot: incident.snapshot === undefined ? undefined : snapshotWithout(incident.snapshot),
    dump:
      incident.dump === undefined
        ? undefined
        : {...incident.dump, text: redactDump(incident.dump.text, fromDump)},
    damage: incident.damage,
    isRedacted: true,
  };
  return {
    incident: redacted,
    removed: {
      hosts: hosts.names(),
      commandLine: target.commandLine,
      labels: {keys: [...keys].toSorted(), values: values.names().length},
      arguments: {
        lines: fromDump.arguments,
        others: fromDump.lines,
        addresses: addresses.names().length,
      },
      paths: paths.names(),
    },
  };

  function eventWithout(kind: EventKind, text: string): string {
    return kind === 'lost' || kind === 'problem' ? wordsOfConnection(text) : words(text);
  }

  function labelsWithout(labels: Labels): Labels {
    return Object.fromEntries(
      Object.entries(labels).map(([key, value]) => {
        keys.add(key);
        return [key, values.of(`${key}=${value}`)];
      }),
    );
  }

  /** The second half of a key is a hash of the labels, which can be guessed from a list of likely ones. */
  function keyWithout(place: string, labels: Labels): string {
    const stands = Object.values(labelsWithout(labels)).join('');
    return stands === '' ? place : `${place}.${stands}`;
  }

  function groupWithout(group: IncidentGroup): IncidentGroup {
    return {
      ...group,
      labels: group.labels.map(({labels, count}) => ({labels: labelsWithout(labels), count})),
    };
  }

  function snapshotWithout(snapshot: Snapshot): Snapshot {
    const groups = snapshot.groups.map((group): Group => {
      const {identity} = group;
      const {place, labels} = identity;
      return {
        ...group,
        identity: {...identity, key: keyWithout(place, labels), labels: labelsWithout(labels)},
      };
    });
    return {...snapshot, groups, columns: undefined};
  }

  function verdictWithout(verdict: Verdict): Verdict {
    const {group, evidence, source} = verdict;
    return {
      level: verdict.level,
      pattern: verdict.pattern,
      group: {
        ...group,
        key: keyWithout(group.place, group.labels),
        labels: labelsWithout(group.labels),
      },
      places: verdict.places,
      evidence: evidence.map(evidenceWithout),
      ...(source === undefined ? {} : {source: sourceWithout(source, group.frame?.file)}),
    };
  }

  function evidenceWithout(evidence: Evidence): Evidence {
    return evidence.kind === 'one-lock' ? {...evidence, address: addresses.of(evidence.address)} : evidence;
  }

  /** A path that the stack has too is that of the program; another is of this machine. */
  function sourceWithout(source: VerdictSource, file: string | undefined): VerdictSource {
    if (source.kind === 'none') return source;
    const path = source.path === file ? source.path : paths.of(source.path);
    return source.kind === 'found' ? {...source, path} : {...source, path, why: words(source.why)};
  }

  function limitWithout(limit: Limit): Limit {
    if (limit.kind === 'lost') return {...limit, problem: wordsOfConnection(limit.problem)};
    return limit.kind === 'no-proof' ? {...limit, why: words(limit.why)} : limit;
  }
}
