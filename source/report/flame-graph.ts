// Draws goroutines by stack as a flame graph in SVG.

import {isStandardLibrary, shortFunction} from '../profile/frame.ts';
import type {Snapshot} from '../profile/model.ts';
import {tenths} from '../text/tenths.ts';
import {formatCount, formatPercent, plural} from '../view/text/format.ts';
import {cellWidth, fitMiddle, truncate} from '../view/text/text-width.ts';
import {callTree, type CallNode} from './call-tree.ts';
import {flameCells, type FlameCell} from './flame-layout.ts';
import {familyClass, flameStyle} from './flame-style.ts';
import {html as markup, type Markup} from './html/markup.ts';

type FlameGraphOptions = {
  /** In CSS pixels; the picture is scaled down where there is less room. */
  readonly width?: number;
};

const defaultWidth = 960;
const rowHeight = 18;
const gap = 1;
const textBaseline = 12.5;
const textPadding = 4;
/** Of a monospaced font of 11 pixels, the widest in use. */
const characterWidth = 6.7;
/** Fewer characters say nothing. */
const fewestCharacters = 5;
/** Around a picture that is a file of its own. */
const fileMargin = 12;
const paperStyle = `svg{background:#fff}
@media screen and (prefers-color-scheme: dark){svg{background:#0e1217}}`;
const swatch = 11;
const keyGap = 18;

type Surroundings = {readonly margin: number; readonly namespace: string; readonly style: string};

const inPage: Surroundings = {margin: 0, namespace: '', style: ''};

/** A flame graph without a style of its own, to be put into a page together with `style`. */
export function flameGraphOf(
  snapshot: Pick<Snapshot, 'groups'>,
  options: FlameGraphOptions = {},
): {readonly svg: string; readonly style: string} {
  return {svg: draw(snapshot, options), style: flameStyle};
}

/** A flame graph as a file of its own. */
export function flameGraphSvg(snapshot: Pick<Snapshot, 'groups'>, options: FlameGraphOptions = {}): string {
  return draw(snapshot, options, {
    margin: fileMargin,
    namespace: ' xmlns="http://www.w3.org/2000/svg"',
    style: `<style>${flameStyle}${paperStyle}</style>`,
  });
}

/**
 * Goroutines by stack: who called what, from the outermost function at the top to what they wait for at the bottom of
 * each column. As wide as there are goroutines; coloured where all of a block wait for the same.
 */
function draw(
  snapshot: Pick<Snapshot, 'groups'>,
  {width = defaultWidth}: FlameGraphOptions,
  {margin, namespace, style}: Surroundings = inPage,
): string {
  const all = callTree(snapshot);
  const key = keyOf(all, width);
  const cells = flameCells(all, width);
  const rows = cells.reduce((most, {row}) => Math.max(most, row + 1), 0);
  const height = key.height + rows * rowHeight;
  const body = cells.map((cell) => cellMarkup(cell, all.count, key.height));
  const spoken = markup`${`Flame graph of ${plural(all.count, 'goroutine')}: ${familiesText(all)}`}`;
  return `<svg${namespace} class="flame-graph" role="img" aria-label="${spoken.markup}" viewBox="${-margin} ${-margin} ${width + margin * 2} ${height + margin * 2}" width="${width + margin * 2}" height="${height + margin * 2}">${style}
${[...key.parts, ...body].map((part) => part.markup).join('\n')}
</svg>`;
}

/** Which colour means what, the most first, in as many lines as it takes. */
function keyOf(all: CallNode, width: number): {readonly parts: readonly Markup[]; readonly height: number} {
  let x = 0;
  let y = 0;
  const parts = sorted(all).map(([family, count]) => {
    const text = `${family} ${formatCount(count)}`;
    const room = swatch + 5 + cellWidth(text) * characterWidth;
    if (x > 0 && x + room > width) {
      x = 0;
      y += rowHeight;
    }

    const left = x;
    x += room + keyGap;
    return markup`<rect class="${familyClass(family)} w" x="${tenths(left)}" y="${y + 2}" width="${swatch}" height="${swatch}"/><text class="k" x="${tenths(left + swatch + 5)}" y="${y + textBaseline - 1}">${text}</text>`;
  });
  return {parts, height: parts.length === 0 ? 0 : y + rowHeight + 6};
}

function cellMarkup(cell: FlameCell, total: number, top: number): Markup {
  const {node, x, width, row} = cell;
  const y = top + row * rowHeight;
  const room = Math.floor((width - textPadding * 2) / characterWidth);
  const text = node === undefined || room < fewestCharacters ? '' : nameIn(node, room);
  const isLibrary = node?.frame !== undefined && isStandardLibrary(node.frame);
  const label =
    text === ''
      ? undefined
      : markup`<text class="${isLibrary ? 'l' : 'o'}" x="${tenths(x + textPadding)}" y="${y + textBaseline}">${text}</text>`;
  return markup`<g><title>${titleOf(cell, total)}</title><rect class="${classOf(node)}" x="${tenths(x)}" y="${y}" width="${tenths(Math.max(gap, width - gap))}" height="${rowHeight - gap}"/>${label}</g>`;
}

function nameIn({kind, name, count}: CallNode, characters: number): string {
  if (kind === 'function') return functionIn(name, characters);
  return truncate(kind === 'all' ? plural(count, 'goroutine') : name, characters);
}

/** As much of a function's name as there is room for: `check.(*Runner).report`, `(*Runner).report`, `report`, `…port`. */
function functionIn(name: string, characters: number): string {
  const short = shortFunction(name);
  const inPackage = short.slice(short.indexOf('.') + 1);
  const names = [short, inPackage, inPackage.replace(/^\([^)]*\)\./, '')];
  const fitting = names.find((one) => cellWidth(one) <= characters);
  return fitting ?? fitMiddle(names.at(-1) ?? '', characters).trimEnd();
}

/** What a browser shows over a block: the whole name, where, how many, and what they wait for. */
function titleOf({node, nodes, count}: FlameCell, total: number): string {
  const share = `${plural(count, 'goroutine')}, ${formatPercent(count / total)}`;
  if (node === undefined) return `${plural(nodes, 'function')} with few goroutines\n${share}`;
  const {kind, name, frame} = node;
  return [
    kind === 'wait' ? `waiting: ${name}` : name,
    ...(frame === undefined ? [] : [`${frame.file}:${frame.line}`]),
    share,
    ...(kind === 'wait' ? [] : [familiesText(node)]),
  ].join('\n');
}

function classOf(node: CallNode | undefined): string {
  if (node === undefined) return 'n';
  const [family, ...others] = node.families.keys();
  if (family === undefined || others.length > 0) return 'm';
  return node.kind === 'wait' ? `${familyClass(family)} w` : familyClass(family);
}

function familiesText(node: CallNode): string {
  return sorted(node)
    .map(([family, count]) => `${family} ${formatCount(count)}`)
    .join(', ');
}

function sorted({families}: CallNode) {
  return [...families].toSorted(([, a], [, b]) => b - a);
}
