import {expect} from 'vitest';
import type {CommandScope} from '../../source/view/inspector/commands.ts';
import {scopeOf} from '../../source/view/lists/scope.ts';
import type {Group} from '../../source/profile/model.ts';
import {creator, group, watched, type Watched} from '../helpers/session.ts';
import {diagnosisOf, verdictOn} from '../helpers/verdicts.ts';
import {onScreen, type OnScreen} from './on-screen.tsx';

const families = ['chan send', 'select', 'IO wait'] as const;
export const ownText = Array.from({length: 200}, (_, index) =>
  index % 50 === 20 ? `worker ${index}` : `line ${index}`,
).join('\n');

function workers(fewer = 0): readonly Group[] {
  return Array.from({length: 60}, (_, index) =>
    group(
      100 - index - fewer,
      families[index % 3]!,
      [`shop/p${index % 7}.worker${index} /srv/worker.go:${index}`, 'main.main main.go:1'],
      {
        labels: {n: String(index % 2)},
        ids: Array.from({length: 40}, (_member, id) => index * 40 + id + 1),
        creators: [creator('main.main main.go:1', 40)],
      },
    ),
  );
}

/** Enough of everything that every key has somewhere to go. */
export async function plenty(): Promise<Watched> {
  const target = watched();
  const groups = workers();
  target.sees(...workers(5), group(5, 'GC', 'runtime.bgsweep mgc.go:1'));
  target.sees(...groups, group(5, 'GC', 'runtime.bgsweep mgc.go:1'));
  await target.looks(...groups, group(5, 'GC', 'runtime.bgsweep mgc.go:1', {ids: [9001]}));
  target.clock.pass(1000);
  for (let index = 0; index < 60; index++) target.session.addEvent('problem', `problem ${index}`);
  return target;
}

export const texts = async (ids: readonly number[]) => new Map(ids.map((id) => [id, ownText]));

/** More verdicts than fit, some of them harmless. */
export function manyVerdicts() {
  return diagnosisOf(
    workers().map((one, index) =>
      verdictOn(one, {level: index < 5 ? 'likely' : index < 50 ? 'watch' : 'load'}),
    ),
  );
}

/** Keys that lead to each scope from the first one, in the middle of what there is. */
export const ways: Readonly<Record<Exclude<CommandScope, 'everywhere'>, readonly string[]>> = {
  groups: ['j', 'j', 'pagedown'],
  reasons: ['tab', 'j'],
  detail: ['/', 'w', 'o', 'r', 'k', 'e', 'r', 'enter', 'enter', 'j', 'j', 'j', 'pagedown'],
  goroutine: ['/', 'w', 'o', 'r', 'k', 'e', 'r', 'enter', '3', 'enter', 'pagedown', 'pagedown'],
  leaks: ['2', 'pagedown'],
  evidence: ['2', 'enter', 'j'],
  goroutines: ['3', 'pagedown'],
  events: ['4', 'pagedown', 'j'],
  diff: ['D', 'j', 'j'],
  time: ['t', '1', '4'],
  filter: ['/', 'a', 'b'],
  question: ['d'],
  proofQuestion: ['L'],
  report: ['e', 'a', 'b'],
  reportQuestion: ['e', 'tab', 'tab', 'y', 'enter', 'j'],
  help: ['?', 'j'],
};
/** More of it than fits. */
const preview = Array.from({length: 40}, (_, index) => ({label: `kind ${index}`, text: `${index} of them`}));
export const report = async () => ({preview, write: async () => 'Report written: a.html'});
export const costly = {stacksCost: () => ({goroutines: 48_000, stoppedMs: 2900, mustAsk: true})};
export const scopes = Object.keys(ways) as (keyof typeof ways)[];

export async function inScope(scope: keyof typeof ways, rows = 24): Promise<OnScreen> {
  const screen = await onScreen(await plenty(), {
    columns: 100,
    rows,
    diagnosis: manyVerdicts(),
    actions: {texts, report, ...(scope === 'question' ? costly : {})},
  });
  await screen.press(...ways[scope]);
  await expect.poll(() => scopeOf(screen.inspector.state)).toBe(scope);
  return screen;
}
