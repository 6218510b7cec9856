// What differs between the moment on the screen and the mark.

import {diffOf, type Diff, type GroupDiff} from '../../session/diff.ts';
import {sideOfBaseline, sideOfMoment} from '../../session/diff-moments.ts';
import {inForceAt} from '../../session/in-force.ts';
import type {Baseline} from '../../session/baseline.ts';
import type {Session} from '../../session/session.ts';
import type {Timeline} from '../../session/timeline.ts';
import {matches, type Filter, type FilterSubject} from '../filter/filter.ts';
import {filterTexts} from '../filter/filter-texts.ts';
import type {Moment} from '../inspector/moment.ts';
import {remembered} from '../inspector/remembered.ts';
import {isRuntimesOwn} from '../lists/rows.ts';

/** What differs at the moment on the screen from where changes are counted from. */
export type DiffNow = {
  readonly diff: Diff;
  readonly since: Baseline['since'];
  /** Those that are listed, of `diff.groups`. */
  readonly groups: readonly GroupDiff[];
};

/** Makes that for one session, and remembers each step. */
export function createDiffNow(session: Session, timeline: Timeline) {
  const before = remembered((baseline: Baseline) =>
    sideOfBaseline(
      session.history,
      baseline,
      timeline.wallMsOf(baseline.atMs),
      inForceAt(session, baseline.atMs).look,
    ),
  );
  const diff = remembered((moment: Moment, baseline: Baseline) => {
    const {atMs, groups, look} = moment;
    // The index page counts more often than groups are counted: its total may be newer than they are.
    const total = groups.reduce((sum, {count}) => sum + count, 0);
    const wallMs = timeline.wallMsOf(atMs);
    return diffOf(before(baseline), sideOfMoment({wallMs, total, groups, look}));
  });
  const listedGroups = remembered((all: Diff, filter: Filter, showAll: boolean) =>
    all.groups.filter(
      (group) =>
        (showAll || !isRuntimesOwn(group)) &&
        (filter.terms.length === 0 || matches(filter, subjectOf(group))),
    ),
  );
  return (moment: Moment, filter: Filter, showAll: boolean): DiffNow | undefined => {
    const {baseline} = moment;
    if (baseline === undefined || moment.total === undefined) return undefined;
    const all = diff(moment, baseline);
    return {diff: all, since: baseline.since, groups: listedGroups(all, filter, showAll)};
  };
}

function subjectOf({identity, status, before, after, kind}: GroupDiff): FilterSubject {
  const {family, labels} = identity;
  const {functions, files} = filterTexts(identity);
  return {family, status: `${status} ${kind}`, functions, files, labels, count: Math.max(before, after)};
}
