import {innermostUserFrame} from '../../profile/frame.ts';
import type {Diff, GroupDiff} from '../../session/diff.ts';
import type {GoroutinesDiff} from '../../session/diff-goroutines.ts';
import type {DiffSide} from '../../session/diff-side.ts';
import {isoTime} from './json-values.ts';

/** What a side of a comparison is called, and how it was read. */
export type SideOrigin = {
  readonly name: string;
  readonly url: string;
  /** `debug=0`, `debug=2`, `file` or `recording`. */
  readonly source: string;
};

export type DiffOrigins = {readonly before: SideOrigin; readonly after: SideOrigin};

/** A comparison as `gorowatch/diff@1`. */
export function diffJson(diff: Diff, origins: DiffOrigins): object {
  const {before, after, groups, same, families, labels, labelChanges, goroutines} = diff;
  return {
    schema: 'gorowatch/diff@1',
    before: sideJson(before, origins.before),
    after: sideJson(after, origins.after),
    same: groups.length === 0,
    change: after.total - before.total,
    reasons: Object.fromEntries(families.map(({family, ...counts}) => [family, counts])),
    groups: groups.map((group) => groupJson(group)),
    unchanged: same,
    labels: {compared: labels === 'compared', changes: labelChanges},
    goroutines: goroutinesJson(goroutines),
  };
}

function sideJson({takenAt, total, complete, missing}: DiffSide, {name, url, source}: SideOrigin): object {
  return {
    target: {name, url},
    takenAt: isoTime(takenAt),
    source,
    total,
    complete,
    missing,
  };
}

function groupJson({kind, identity, status, before, after, goroutines}: GroupDiff): object {
  const frame = innermostUserFrame(identity.stack);
  return {
    key: identity.key,
    kind,
    reason: identity.family,
    status,
    before,
    after,
    change: after - before,
    function: frame?.function ?? '',
    file: frame?.file ?? '',
    line: frame?.line ?? 0,
    stack: identity.stack,
    labels: identity.labels,
    ...(goroutines === undefined ? {} : {goroutines}),
  };
}

function goroutinesJson(goroutines: GoroutinesDiff): object {
  const {kind, ...found} = goroutines;
  return {compared: kind === 'by-id', ...found};
}
