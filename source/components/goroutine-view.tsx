import {useEffect} from 'react';
import {formatClock} from '../view/text/format.ts';
import {line, marksFor, rule, type Paint} from '../view/text/paint.ts';
import {stackSearch} from '../view/filter/stack-search.ts';
import {truncate} from '../view/text/text-width.ts';
import type {Inspector} from './inspector.ts';
import {Lines} from './lines.tsx';

type Props = {
  readonly inspector: Inspector;
  readonly id: number;
  readonly height: number;
  readonly paint: Paint;
};

/** One goroutine's own stack, as the runtime wrote it. */
export function GoroutineView({inspector, id, height, paint}: Props) {
  useEffect(() => {
    void inspector.wantTexts([id]);
  });
  const {columns, theme, ascii} = paint;
  const {session, state} = inspector;
  const {lines: text, isOwn} = inspector.textOf(id);
  const isFound = stackSearch(state.filterText);
  const shown = text.slice(state.textTop, state.textTop + height - 1).map((raw) => {
    const cut = truncate(raw.replace('\t', '    '), columns - 3);
    return line(`   ${isFound(raw) ? theme.match(cut) : cut}`);
  });
  // Texts can be had of the newest full stacks only, also where the screen shows an earlier moment.
  const {look} = session;
  const isLater =
    isOwn && inspector.mode === 'live' && look !== undefined && look.atMs > (state.held?.atMs ?? Infinity);
  const {dot} = marksFor(ascii);
  const lost = inspector.mode === 'live' ? 'not remembered' : 'not recorded';
  const note = isLater
    ? ` ${dot} its text as of ${formatClock(look.wallMs)}`
    : isOwn || text.length === 0
      ? ''
      : ` ${dot} its group's stack; arguments were ${lost}`;
  const missing =
    state.held === undefined
      ? 'its text comes with the full stacks; it may have ended since they were taken'
      : 'it is not in the full stacks of this moment; ← or → may lead to those that have it';
  const body = text.length > 0 ? shown : [theme.muted(truncate(`   ${missing}`, columns))];
  return (
    <Lines
      lines={[rule(`${marksFor(ascii).back} esc   goroutine ${id}${note}`, paint), ...body]}
      height={height}
    />
  );
}
