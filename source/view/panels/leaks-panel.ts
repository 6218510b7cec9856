// The view of leaks around its table: title, columns, and what is said when there are none.

import {wordsOf} from '../../diagnosis/words-of.ts';
import {patterns} from '../../diagnosis/patterns.ts';
import {watchedMsOf, type Diagnosis} from '../../diagnosis/verdict.ts';
import {shortFunction} from '../../profile/frame.ts';
import type {Session} from '../../session/session.ts';
import {spanText} from '../../text/duration.ts';
import type {Contents} from '../inspector/contents.ts';
import {formatClock, formatCount, plural} from '../text/format.ts';
import {placeText} from '../lists/group-columns.ts';
import {kindsText} from '../verdicts/diagnosis-lines.ts';
import {grownSentence} from '../verdicts/grown-sentence.ts';
import type {InspectorState} from '../inspector/inspector-state.ts';
import {limitSentence} from '../verdicts/limit-sentence.ts';
import {notStartedYet} from './not-started.ts';
import {line, type Paint} from '../text/paint.ts';
import {creatorsText} from '../lists/rows.ts';
import type {Column} from '../text/table.ts';
import {levelStyles, verdictWord} from '../verdicts/verdict-words.ts';
import {isShown, type RankedVerdict} from '../verdicts/verdicts-now.ts';
import {wrap} from '../text/wrap.ts';

/** Sooner than this, growth cannot be told from a program that warms up; `check` watches as long. */
const earlyMs = 20_000;
/** The list leaves the rest to the evidence of the verdict under the cursor. */
const listPart = 0.4;
/** Less than this says nothing. */
const leastPreview = 6;

/** Rows of the list of leaks, with its title and headings above. */
export function leakRows(leaks: number, height: number): number {
  const room = Math.max(1, height - 2);
  const wanted = Math.max(1, Math.min(leaks, Math.floor(room * listPart)));
  return room - wanted - 1 >= leastPreview ? wanted : room;
}

/** `leaks · 2 likely, 1 watch · judged from 4 min: 240 counts, 38 looks at the stacks`. */
export function leaksTitle(state: InspectorState, {verdicts, leaks}: Contents): string {
  const {diagnosis, ranked} = verdicts;
  const filter = state.typed ?? state.filterText;
  const parts = [
    'leaks',
    diagnosis === undefined ? '' : levelsText(diagnosis),
    diagnosis === undefined ? '' : `judged from ${judgedText(diagnosis)}`,
    filter === '' ? '' : `${formatCount(leaks.length)} of ${formatCount(ranked.length)} · filter: ${filter}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** `1 proven, 2 likely`; `none`. */
function levelsText({verdicts}: Pick<Diagnosis, 'verdicts'>): string {
  const levels = (['proven', 'likely', 'watch'] as const).flatMap((level) => {
    const count = verdicts.filter((one) => one.level === level).length;
    return count === 0 ? [] : [`${formatCount(count)} ${level === 'watch' ? 'to watch' : level}`];
  });
  return levels.length === 0 ? 'none' : levels.join(', ');
}

function judgedText(diagnosis: Diagnosis): string {
  const {groups, stacks} = diagnosis.samples;
  return `${spanText(watchedMsOf(diagnosis))}: ${plural(groups, 'count')}, ${plural(stacks, 'look')} at the stacks`;
}

export function leakColumns({theme, ascii}: Paint): readonly Column<RankedVerdict>[] {
  return [
    {id: 'rank', title: '#', width: 2, align: 'right', fromColumns: 48, cell: ({rank}) => String(rank)},
    {
      id: 'verdict',
      title: 'VERDICT',
      width: 8,
      fromColumns: 0,
      cell: ({verdict}) => verdictWord(verdict.level, ascii),
      style: ({verdict}) => theme[levelStyles[verdict.level]],
    },
    {
      id: 'count',
      title: 'COUNT',
      width: 7,
      align: 'right',
      fromColumns: 0,
      cell: ({verdict}) => formatCount(verdict.group.count),
    },
    {
      id: 'what',
      title: 'WHAT',
      width: 0,
      weight: 4,
      fromColumns: 72,
      cell: ({verdict}) => wordsOf(verdict, patterns).phrase,
    },
    {
      id: 'where',
      title: 'WHERE',
      width: 0,
      weight: 5,
      fromColumns: 0,
      cell: ({verdict: {group}}, width) =>
        group.frame === undefined
          ? notStartedYet
          : placeText(shortFunction(group.frame.function), group.frame, width),
      style: () => theme.own,
    },
    {
      id: 'creator',
      title: 'CREATED BY',
      width: 0,
      weight: 3,
      fromColumns: 110,
      cell: ({verdict: {group}}) => creatorsText(group.creators),
      style: () => theme.muted,
    },
  ];
}

/** What there is to say when no leak is listed: one calm sentence, or why it is too early for one. */
export function quietLines(
  session: Session,
  state: InspectorState,
  {verdicts: {diagnosis, ranked}, moment}: Contents,
  paint: Paint,
): readonly string[] {
  const {theme} = paint;
  const watchedMs = moment.atMs - session.attachedAtMs;
  if (session.lastSeen === undefined) return told('waiting for the first answer …', paint);
  if (state.filterText !== '' && ranked.length > 0)
    return told('nothing matches: esc drops the filter', paint);
  if (diagnosis === undefined || watchedMs < earlyMs) {
    const text = `Watching for ${spanText(watchedMs)}: too early to say. Growth shows after about ${spanText(earlyMs)}; a slow leak takes longer.`;
    return told(text, paint);
  }

  const {constant, load, moving} = diagnosis.others;
  const kinds = kindsText(diagnosis);
  const groups = plural(constant + load + moving, 'group');
  const grown = grownSentence(diagnosis);
  const hidden = ranked.filter(({verdict}) => !isShown(verdict.level)).length;
  return [
    ...told(
      `Nothing grows without an end, and nothing is stuck: watched since ${formatClock(diagnosis.fromWallMs)}, ${groups}${kinds === '' ? '' : ` (${kinds})`}.`,
      paint,
      theme.good,
    ),
    ...(grown === undefined ? [] : told(grown, paint)),
    ...(hidden === 0 || state.showAll
      ? []
      : told(`a shows ${hidden} that follow load or are known to be harmless.`, paint, theme.muted)),
  ];
}

/** What weakens the judgement; that it has just begun is said already. */
export function limitLines({verdicts: {diagnosis}}: Contents, paint: Paint): readonly string[] {
  const limits = (diagnosis?.limits ?? []).filter(({kind}) => kind !== 'one-sample' && kind !== 'lost');
  return limits.flatMap((limit) => {
    const hint = limit.kind === 'no-stacks' ? ' 3 takes them.' : '';
    return told(limitSentence(limit) + hint, paint, paint.theme.warning);
  });
}

function told(text: string, {columns, theme}: Paint, style = theme.text): readonly string[] {
  return wrap(text, Math.max(1, Math.min(100, columns - 4))).map((part) => line(`   ${style(part)}`));
}
