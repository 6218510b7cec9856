// Judges saved profiles and dumps, each as one moment of a session.

import {createDiagnoser} from '../../diagnosis/diagnoser.ts';
import type {Diagnosis, Limit} from '../../diagnosis/verdict.ts';
import {DecodeError} from '../../profile/decode-error.ts';
import {ProfileDecoder} from '../../profile/decoder.ts';
import type {Snapshot} from '../../profile/model.ts';
import type {Clock} from '../../session/clock.ts';
import {createRestartSigns} from '../../session/restart-signs.ts';
import {Session} from '../../session/session.ts';
import {fileName, fileUrl} from '../../target/file-address.ts';
import type {CheckOptions} from './check-options.ts';
import type {AtEnd, Checked} from './checked.ts';
import {untimed} from '../../diagnosis/untimed.ts';
import {decodeFile, withFileName} from '../files/decode-file.ts';
import {createMomentTimes} from '../files/moment-times.ts';
import {readMoments} from '../files/read-moments.ts';
import {readingSource} from '../reading-source.ts';

/** Told of each moment of the files, with what is thought of all up to then. */
type OnMoment = (session: Session, diagnosis: Diagnosis) => Promise<void> | void;

/**
 * Judges what saved profiles and dumps hold: each is a moment, in the order given.
 *
 * @throws {DecodeError} when one cannot be read.
 * @throws {UsageError} for a folder of `--source` that is none.
 */
export async function checkFiles(
  words: readonly string[],
  options: Pick<CheckOptions, 'sources'>,
  atEnd?: AtEnd,
  onMoment?: OnMoment,
): Promise<Checked> {
  const readSource = readingSource(options.sources);
  const [first = '-'] = words;
  const url = fileUrl(first);
  const name = words.map((word) => fileName(word)).join(', ');
  const decoder = new ProfileDecoder();
  const times = createMomentTimes();
  const clock: Clock = {
    wallMs: () => times.nowMs(),
    monotonicMs: () => times.nowMs(),
    sleep: () => Promise.resolve(),
  };
  let session: Session | undefined;
  const signs = createRestartSigns();
  let bytes = 0;
  let moments = 0;
  try {
    let diagnoser;
    for (const word of words) {
      for await (const moment of readMoments(word)) {
        times.next(word, moment.writtenAt);
        bytes += moment.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
        moments++;
        const snapshot = await decodeFile(decoder, moment.file, moment.chunks, {
          source: 'file',
          takenAt: times.nowMs(),
          cut: moment.isCut,
          keepText: true,
        });
        if (isDifference(snapshot)) throw withFileName(new DecodeError(...noWholeProfile), moment.file);
        session ??= new Session(clock, {name, url}, Number.POSITIVE_INFINITY);
        diagnoser ??= createDiagnoser({session, texts: (ids) => decoder.goroutineTexts(ids), readSource});
        const restart = signs.fromLook(session.ages, session.look?.snapshot, snapshot);
        if (restart !== undefined) session.restarted(restart);
        session.addSnapshot(snapshot);
        if (snapshot.groups.some(({members}) => members !== undefined)) await session.addLook(snapshot);
        session.setStatus({kind: 'live'});
        await diagnoser.observe();
        if (onMoment !== undefined) await onMoment(session, await diagnoser.judge());
      }
    }

    if (session === undefined || diagnoser === undefined)
      throw new Error('a file without a moment is an error of its own');
    const diagnosis = await diagnoser.judge();
    const guessed: readonly Limit[] = [{kind: 'no-times', moments}];
    const checked = {
      diagnosis: times.areGuessed()
        ? {...untimed(diagnosis), limits: [...diagnosis.limits, ...guessed]}
        : diagnosis,
      judged: {
        target: {name, url},
        cost: {requests: 0, bytes, requestMs: 0, stoppedMs: 0},
        moments,
      },
      proofCommand: undefined,
      endedBy: undefined,
    };
    await atEnd?.(checked, {session, texts: (ids) => decoder.goroutineTexts(ids)});
    return checked;
  } finally {
    await decoder.close();
  }
}

const noWholeProfile = [
  'other-profile',
  'This is the difference of two profiles (goroutine?seconds=N), which does not say how many goroutines there are.',
  'Give whole ones: two of them, saved one after the other, show what has grown.',
] as const;

/** Less than one goroutine is in no group of a whole profile. */
function isDifference({groups}: Snapshot): boolean {
  return groups.some(({count}) => count <= 0);
}
