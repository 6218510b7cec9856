// Puts HTML and SVG together: text is escaped, and nothing else becomes markup.

import {escapeText} from '../../target/escape.ts';

/** HTML or SVG that is safe to put into a page: made by `html` or `trusted` only. */
export type Markup = {readonly markup: string};

type MarkupValue = string | number | Markup | readonly Markup[] | undefined;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text as it stands in an element or in a quoted attribute. What could hide or reorder text becomes visible; line
 * breaks and tabs stay.
 *
 * Example input:  `<img src=x onerror=alert(1)>`
 * Example output: `&lt;img src=x onerror=alert(1)&gt;`
 */
export function escapeHtml(text: string): string {
  return text
    .split(/([\n\t])/)
    .map((part) => (part === '\n' || part === '\t' ? part : escapeText(part)))
    .join('')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Composes markup; every string and number that is put in is escaped, markup is not. */
export function html(parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return {markup: parts.reduce((text, part, index) => text + markupOf(values[index - 1]) + part)};
}

/** Markup that was made elsewhere and escaped there. */
export function trusted(markup: string): Markup {
  return {markup};
}

export const nothing: Markup = {markup: ''};

function markupOf(value: MarkupValue): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(({markup}) => markup).join('');
}

/**
 * An element in which each blank and line break counts, as in `pre`: templates are laid out for reading, and this is
 * not.
 */
export function exactly(
  name: 'pre' | 'span' | 'style',
  className: string,
  content: string | readonly Markup[],
): Markup {
  const inside =
    typeof content === 'string' ? escapeHtml(content) : content.map(({markup}) => markup).join('');
  return {markup: `<${name}${className === '' ? '' : ` class="${className}"`}>${inside}</${name}>`};
}
