import type {Timeline} from '../session/timeline.ts';
import type {LogPoint} from './points.ts';
import type {RecordedEvents} from './recorded-events.ts';
import type {SegmentHead, Segments} from './segments.ts';

/** Segments in a row without a sample that are looked through. */
const maxEmpty = 1_000;

/** Where one can go in a recording. */
export function recordedTimeline(segments: Segments, events: RecordedEvents): Timeline {
  /** The nearest sample that is wanted, segment by segment in one direction. */
  function search(
    first: SegmentHead | undefined,
    next: (segment: number) => SegmentHead | undefined,
    choose: (points: readonly LogPoint[]) => LogPoint | undefined,
  ): LogPoint | undefined {
    let head = first;
    for (let looked = 0; head !== undefined && looked < maxEmpty; looked++) {
      const found = choose(segments.points(head).filter(({isSample}) => isSample));
      if (found !== undefined) return found;
      head = next(head.segment);
    }

    return undefined;
  }

  const before = (atMs: number) =>
    search(segments.at(atMs), segments.before, (points) => points.findLast((point) => point.atMs < atMs));
  const after = (atMs: number) =>
    search(segments.at(atMs), segments.after, (points) => points.find((point) => point.atMs > atMs));
  const first = () => search(segments.first(), segments.after, (points) => points[0]);
  /** Full stacks count nothing: what was remembered when a recording began may begin with them. */
  const counted = () =>
    search(segments.first(), segments.after, (points) => points.find(({total}) => total !== undefined)) ??
    first();
  const last = () => search(segments.last(), segments.before, (points) => points.at(-1));
  const at = (atMs: number) =>
    search(segments.at(atMs), segments.before, (points) => points.findLast((point) => point.atMs <= atMs));

  return {
    firstMs: () => counted()?.atMs,
    lastMs: () => last()?.atMs,
    sampleBefore(atMs) {
      const found = before(atMs)?.atMs;
      return found === undefined || found < (counted()?.atMs ?? -Infinity) ? undefined : found;
    },
    sampleAfter(atMs) {
      const firstMs = counted()?.atMs ?? atMs;
      return atMs < firstMs ? firstMs : after(atMs)?.atMs;
    },
    eventBefore: events.beforeMs,
    eventAfter: events.afterMs,
    wallMsOf(atMs) {
      const known = at(atMs) ?? first();
      return known === undefined ? atMs : known.wallMs + (atMs - known.atMs);
    },
    atMsOf(wallMs) {
      const known =
        search(segments.atWall(wallMs), segments.before, (points) =>
          points.findLast((point) => point.wallMs <= wallMs),
        ) ?? first();
      if (known === undefined) return wallMs;
      const atMs = known.atMs + (wallMs - known.wallMs);
      const next = known.wallMs > wallMs ? undefined : after(known.atMs);
      // The clock was set back right after: the moment it skipped to is the nearest there is.
      return next === undefined ? atMs : Math.min(atMs, next.atMs);
    },
  };
}
