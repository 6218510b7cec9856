import {readFileSync} from 'node:fs';
import path from 'node:path';
import {brotliDecompressSync, gzipSync} from 'node:zlib';
import type {RecordedAnswers} from '../../bench/diagnosis/recorded-answers.ts';
import {createDiagnoser} from '../../source/diagnosis/diagnoser.ts';
import type {ReadSource} from '../../source/diagnosis/sources/read-source.ts';
import type {Diagnosis} from '../../source/diagnosis/verdict.ts';
import type {ProfileDecoder} from '../../source/profile/decoder.ts';
import type {Snapshot} from '../../source/profile/model.ts';
import {Session} from '../../source/session/session.ts';
import {fakeClock} from '../helpers/fake-clock.ts';

const folder = path.join(import.meta.dirname, '..', 'fixtures', 'diagnosis');

/** What a scenario of demo-go-app answered, a moment each second: `scripts/record-scenarios.ts` has written it. */
export function recordingOf(scenario: string, variant: string): readonly RecordedAnswers[] {
  const packed = readFileSync(path.join(folder, `${scenario}.${variant}.answers.br`));
  const [, ...lines] = brotliDecompressSync(packed).toString().split('\n');
  return lines.map((line) => JSON.parse(line) as RecordedAnswers);
}

export type Replayed = {
  readonly diagnosis: Diagnosis;
  /** The newest full stacks. */
  readonly stacks: Snapshot;
};

/** Judges recorded answers at the end of `forMs` of their own time, as `gorowatch check` would have. */
export async function replay(
  answers: readonly RecordedAnswers[],
  decoder: ProfileDecoder,
  forMs = 20_000,
  readSource?: ReadSource,
): Promise<Replayed> {
  const clock = fakeClock();
  const startMs = clock.monotonicMs();
  const session = new Session(clock, {name: 'recorded', url: ''});
  const diagnoser = createDiagnoser({session, texts: (ids) => decoder.goroutineTexts(ids), readSource});
  session.setStatus({kind: 'live'});
  for (const {atMs, counts, stacks = ''} of answers) {
    if (atMs > forMs) break;
    clock.pass(startMs + atMs - clock.monotonicMs());
    const takenAt = clock.wallMs();
    const profile = new Uint8Array(gzipSync(Buffer.from(counts, 'base64'), {level: 1}));
    session.addSnapshot(await decoder.decode([profile], {source: 'debug=0', takenAt}));
    const dump = new Uint8Array(Buffer.from(stacks));
    await session.addLook(await decoder.decode([dump], {source: 'debug=2', takenAt, keepText: true}));
    await diagnoser.observe();
  }

  return {diagnosis: await diagnoser.judge(), stacks: session.look!.snapshot};
}
