// Stacks and sentences with code in them, in an HTML report.

import {isElision, isStandardLibrary} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';
import type {Rich} from '../rich-text.ts';
import {exactly, html, trusted, type Markup} from './markup.ts';
import {notStartedYet} from '../../view/panels/not-started.ts';

/** A whole stack, innermost first; what is not the user's own code stands back. */
export function stackHtml(stack: readonly Frame[]): Markup {
  if (stack.length === 0) return html`<p class="muted">${notStartedYet}</p>`;
  return exactly(
    'pre',
    'stack',
    stack.flatMap((frame, index) => {
      const isLibrary = isStandardLibrary(frame) || isElision(frame);
      return [
        trusted(index === 0 ? '' : '\n'),
        exactly('span', isLibrary ? 'lib' : 'own', frame.function),
        exactly('span', 'lib', frame.file === '' ? '' : `\n    ${fileOf(frame)}`),
      ];
    }),
  );
}

export function richHtml(pieces: Rich): Markup {
  return html`${pieces.map((piece) =>
    typeof piece === 'string' ? html`${piece}` : html`<code>${piece.code}</code>`,
  )}`;
}

export function fileOf(frame: Frame | undefined): string {
  return frame === undefined || frame.file === '' ? '' : `${frame.file}:${frame.line}`;
}
