import {readableFunction} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';
import {line, type Paint} from '../text/paint.ts';

/** A whole stack below the row of a table that is about it. */
export function framesBelow(stack: readonly Frame[], {theme}: Pick<Paint, 'theme'>): readonly string[] {
  return stack.map((frame) =>
    line(theme.muted(`      ${readableFunction(frame.function)}  ${frame.file}:${frame.line}`)),
  );
}
