import {gzipSync} from 'node:zlib';
import {createDiagnoser} from '../../source/diagnosis/diagnoser.ts';
import type {ReadSource} from '../../source/diagnosis/sources/read-source.ts';
import type {Diagnosis} from '../../source/diagnosis/verdict.ts';
import type {ProfileDecoder} from '../../source/profile/decoder.ts';
import type {Clock} from '../../source/session/clock.ts';
import {Session} from '../../source/session/session.ts';
import type {Verdict} from './judge-result.ts';
import type {RecordedAnswers} from './recorded-answers.ts';

/** What of a recording is seen: as much as `check` sees on a calm machine, or less, as on a busy one. */
export type Sight = {
  /** Milliseconds since its beginning. */
  readonly fromMs: number;
  readonly forMs: number;
  /** Of the full stacks every n-th, and so many at the most; all counts. */
  readonly every: number;
  readonly looks: number;
};

/** The moments of a stretch; full stacks only of those that are looked at. */
export function seen(
  answers: readonly RecordedAnswers[],
  {fromMs, forMs, every, looks}: Sight,
): readonly RecordedAnswers[] {
  let taken = 0;
  return answers
    .filter(({atMs}) => atMs >= fromMs && atMs <= fromMs + forMs)
    .map((answer, index): RecordedAnswers => {
      const {atMs, tookMs, counts, stacks} = answer;
      const isLook = stacks !== undefined && index % every === 0 && taken < looks;
      if (isLook) taken++;
      return {atMs, tookMs, index: answer.index, counts, ...(isLook ? {stacks} : {})};
    });
}

/** Judges moments as `gorowatch check` would have at the end of them. */
export async function judgeRecording(
  moments: readonly RecordedAnswers[],
  decoder: ProfileDecoder,
  readSource?: ReadSource,
): Promise<Diagnosis> {
  let nowMs = moments[0]?.atMs ?? 0;
  const clock: Clock = {monotonicMs: () => nowMs, wallMs: () => nowMs, sleep: () => Promise.resolve()};
  const session = new Session(clock, {name: 'recorded', url: ''});
  const diagnoser = createDiagnoser({session, texts: (ids) => decoder.goroutineTexts(ids), readSource});
  session.setStatus({kind: 'live'});
  for (const {atMs, counts, stacks} of moments) {
    nowMs = atMs;
    const profile = new Uint8Array(gzipSync(Buffer.from(counts, 'base64'), {level: 1}));
    session.addSnapshot(await decoder.decode([profile], {source: 'debug=0', takenAt: nowMs}));
    if (stacks !== undefined) {
      const dump = new Uint8Array(Buffer.from(stacks));
      await session.addLook(
        await decoder.decode([dump], {source: 'debug=2', takenAt: nowMs, keepText: true}),
      );
    }

    await diagnoser.observe();
  }

  return diagnoser.judge();
}

/** As much of each verdict as `check --json` says and the truth is compared with. */
export function told({verdicts}: Diagnosis): Verdict[] {
  return verdicts.map(({level, pattern, group: {family, frame, count, stack}}) => ({
    level,
    pattern,
    group: {reason: family, function: frame?.function ?? '', count, stack},
  }));
}
