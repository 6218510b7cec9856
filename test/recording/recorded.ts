import path from 'node:path';
import {createRecorder, type Recorder, type RecorderParts} from '../../source/recording/recorder.ts';
import type {SessionEntry} from '../../source/session/entry.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

export const target = {name: 'shop:6060', url: 'http://shop:6060/debug/pprof/'};

/** A recorder that commits when it is told to, into a folder of the test's own. */
export function recorderOf(parts: Partial<RecorderParts> = {}): Recorder & {readonly failures: string[]} {
  const failures: string[] = [];
  const recorder = createRecorder({
    file: parts.file ?? path.join(temporaryFolder(), 'shop.gorowatch'),
    target,
    version: '0.1.0',
    onFailure: (sentence) => failures.push(sentence),
    soon: () => {},
    ...parts,
  });
  return {...recorder, failures};
}

/** Writes entries as a session would tell them: a commit for each sample. */
export async function writeAll(recorder: Recorder, entries: Iterable<SessionEntry>): Promise<void> {
  for (const entry of entries) {
    recorder.write(entry);
    if (entry.kind === 'cost') recorder.commit();
    await recorder.settled();
  }

  recorder.commit();
}

/** What a log comes to at a moment: the counts of groups by key, in the order in which they were first seen. */
export type Folded = {
  readonly groups: Map<string, {readonly count: number; readonly status: string}>;
  total: number | undefined;
  threads: number | undefined;
  facts: string | undefined;
  status: string | undefined;
  lookMs: number | undefined;
  baselineMs: number | undefined;
  requests: number | undefined;
  heap: number | undefined;
  events: string[];
};

export function fold(entries: Iterable<SessionEntry>, untilMs = Infinity): Folded {
  const folded: Folded = {
    groups: new Map(),
    total: undefined,
    threads: undefined,
    facts: undefined,
    status: undefined,
    lookMs: undefined,
    baselineMs: undefined,
    requests: undefined,
    heap: undefined,
    events: [],
  };
  for (const entry of entries) {
    if (entry.atMs > untilMs) continue;
    switch (entry.kind) {
      case 'facts':
        folded.facts = entry.facts.url;
        break;
      case 'status':
        folded.status = entry.status.kind;
        break;
      case 'total':
        folded.total = entry.goroutines;
        folded.threads = entry.threads ?? folded.threads;
        break;
      case 'threads':
        folded.threads = entry.threads;
        break;
      case 'counts':
        folded.total = entry.head.total;
        for (const {identity, count, latest} of entry.changes)
          folded.groups.set(identity.key, {count, status: latest.status});
        break;
      case 'look':
        folded.lookMs = entry.atMs;
        break;
      case 'baseline':
        folded.baselineMs = entry.baseline.atMs;
        break;
      case 'cost':
        folded.requests = entry.reading.requests;
        break;
      case 'memory':
        folded.heap = entry.sizes.heapInUse;
        break;
      case 'event':
        folded.events.push(entry.event.text);
        break;
      case 'restarted':
        folded.lookMs = undefined;
        folded.baselineMs = undefined;
        break;
      case 'marked':
      case 'gap':
    }
  }

  return {...folded, groups: new Map([...folded.groups].filter(([, {count}]) => count > 0))};
}
