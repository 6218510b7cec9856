import {createDiagnoser} from '../../diagnosis/diagnoser.ts';
import type {Recording} from '../../recording/open-recording.ts';
import {nothingCounted} from '../../recording/nothing-counted.ts';
import {applyEntry} from '../../session/apply-entry.ts';
import {inForceAt} from '../../session/in-force.ts';
import {createReplayClock} from '../../session/replay-clock.ts';
import {Session} from '../../session/session.ts';
import {fileName, fileUrl} from '../../target/file-address.ts';
import type {CheckOptions} from './check-options.ts';
import type {Checked} from './checked.ts';
import {momentIn} from '../files/recorded-side.ts';
import {readingSource} from '../reading-source.ts';

/** What a diagnosis looks back on; of a longer recording, its end is judged. */
const judgedMs = 60 * 60_000;

/**
 * Judges what a recording holds as of its end, or of another moment, by what this version knows: whoever recorded it may
 * have known less.
 *
 * @param time as it was typed; undefined for the end.
 * @throws {RecordingError} when it cannot be read, or nothing was counted in it.
 * @throws {UsageError} for a folder of `--source` that is none.
 */
export async function checkRecording(
  open: () => Recording,
  options: Pick<CheckOptions, 'sources'>,
  time?: string,
): Promise<Checked> {
  const readSource = readingSource(options.sources);
  const recording = open();
  const {file} = recording;
  try {
    const first = recording.first();
    const atMs = momentIn(recording, fileName(file), time);
    const entries = atMs === undefined ? [] : recording.entriesAround(atMs, judgedMs);
    const {name, url} = recording.about;
    const clock = createReplayClock(first ?? {atMs: 0, wallMs: 0});
    const session = new Session(clock, {name, url}, Number.POSITIVE_INFINITY);
    // The texts of goroutines are only in dumps, and no diagnosis needs them.
    const diagnoser = createDiagnoser({session, texts: () => Promise.resolve(new Map()), readSource});
    for (const entry of entries) {
      if (entry.atMs > clock.monotonicMs()) clock.set(entry);
      applyEntry(session, entry);
      if (entry.kind === 'counts' || entry.kind === 'look') await diagnoser.observe();
    }

    const shown = fileName(file);
    if (session.latest === undefined) {
      throw nothingCounted(recording, shown);
    }

    const {cost} = inForceAt(session, clock.monotonicMs());
    const {requests, bytes, busyMs, pausedMs} = cost;
    if (recording.damage().length > 0) {
      process.stderr.write(`gorowatch: Parts of ${shown} are damaged; the rest is judged.\n`);
    }

    return {
      diagnosis: await diagnoser.judge(),
      judged: {
        target: {
          name: name === '' ? shown : name,
          url: url === '' ? fileUrl(file) : url,
        },
        cost: {requests, bytes, requestMs: busyMs, stoppedMs: pausedMs},
        moments: undefined,
      },
      proofCommand: undefined,
      endedBy: undefined,
    };
  } finally {
    recording.close();
  }
}
