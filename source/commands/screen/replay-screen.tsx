// The screen over a past that was recorded or read from files.

import type {InspectorActions} from '../../components/inspector-actions.ts';
import {Inspector} from '../../components/inspector.ts';
import {createPlayer} from '../../components/player.ts';
import {systemClock} from '../../session/clock.ts';
import type {TerminalAbilities} from '../../terminal/abilities.ts';
import {copyText} from '../../terminal/clipboard.ts';
import {errorSentence} from '../../view/output/error-sentence.ts';
import {firstState} from './first-state.ts';
import {openScreen, type WaysOut} from './open-screen.tsx';
import type {Kept} from '../files/kept.ts';
import type {Arguments} from '../arguments/read-arguments.ts';
import {screenReports} from './screen-report.ts';

const notThere = 'No process is behind a recording: nothing can be asked of it.';

export type ReplayOptions = {
  /** Where it begins: the beginning, unless this says otherwise. */
  readonly startMs?: number | undefined;
  /** Said when it begins, where that is another moment than the one that was asked for. */
  readonly said?: string | undefined;
  /** What is said beside the address. */
  readonly mode?: string | undefined;
  /** Where keys come from, unless that is stdin. */
  readonly keyboard?: NodeJS.ReadStream | undefined;
  /** It plays at once. */
  readonly plays?: boolean;
};

/** The inspector over what was kept. Resolves when the user leaves. */
export async function replayScreen(
  {replayed, source}: Kept,
  given: Arguments,
  abilities: TerminalAbilities,
  {startMs, said, mode = 'RECORDING', keyboard, plays = false}: ReplayOptions = {},
): Promise<void> {
  const {timeline} = replayed;
  const beginMs = startMs ?? timeline.firstMs() ?? 0;
  let shownMs = beginMs;
  let inspector: Inspector | undefined;
  let told: string | undefined;
  const player = createPlayer({
    timeline,
    clock: systemClock,
    show(atMs) {
      try {
        const session = replayed.soon(atMs, () => player.seek(shownMs));
        shownMs = atMs;
        inspector?.show(session, atMs);
        tellDamage();
      } catch (error) {
        fail(error);
      }
    },
    fail,
  });
  /** Once for each: it stays damaged with every step. */
  function tellDamage(): void {
    const damage = replayed.damage();
    if (damage !== undefined && damage !== told) inspector?.say(damage, 'problem');
    told = damage;
  }

  async function textsOf(ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const texts = await replayed.texts(shownMs, ids);
    tellDamage();
    return texts;
  }

  function fail(error: unknown): void {
    inspector?.say(errorSentence(error), 'problem');
  }

  const {report, written} = screenReports(source, () => ({madeWallMs: Date.now()}));
  const screen = openScreen({
    given,
    abilities,
    keyboard,
    mode,
    farewell: written,
    makeInspector(out) {
      inspector = new Inspector({
        session: replayed.soon(beginMs, () => player.seek(shownMs)),
        actions: {...actionsOf(textsOf), ...out, player, report},
        state: firstState(given),
        diagnosis: (atMs) => replayed.diagnosisAt(atMs ?? shownMs),
        timeline,
      });
      player.seek(beginMs);
      if (said !== undefined) inspector.say(said, 'problem');
      if (plays) player.toggle();
      return inspector;
    },
  });
  await screen.left;
  player.close();
  process.stderr.write(written());
}

function refuse(): Promise<string> {
  return Promise.reject(new Error(notThere));
}

function actionsOf(texts: InspectorActions['texts']): Omit<InspectorActions, keyof WaysOut> {
  return {
    dump: refuse,
    look: () => Promise.resolve(),
    stacksCost: () => ({goroutines: 0, stoppedMs: 0, mustAsk: false}),
    prove: refuse,
    proofCost: () => ({isOffered: false, why: notThere}),
    copy: (text) => copyText(text, {env: process.env, stdout: process.stdout}),
    texts,
  };
}
