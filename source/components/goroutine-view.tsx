import {useEffect} from 'react';
import {line, marksFor, rule, type Paint} from '../view/paint.ts';
import {stackSearch} from '../view/stack-search.ts';
import {truncate} from '../view/text-width.ts';
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
  const {state} = inspector;
  const text = inspector.textOf(id);
  const isFound = stackSearch(state.filterText);
  const shown = text.slice(state.textTop, state.textTop + height - 1).map((raw) => {
    const cut = truncate(raw.replace('\t', '    '), columns - 3);
    return line(`   ${isFound(raw) ? theme.match(cut) : cut}`);
  });
  const isKnown = text.join('') !== '';
  const body = isKnown
    ? shown
    : [theme.muted('   its text comes with the full stacks; it may have ended since they were taken')];
  return (
    <Lines lines={[rule(`${marksFor(ascii).back} esc   goroutine ${id}`, paint), ...body]} height={height} />
  );
}
