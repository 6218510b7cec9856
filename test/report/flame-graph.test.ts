import {describe, expect, test} from 'vitest';
import {families} from '../../source/profile/wait-reason.ts';
import {callTree, maxTreeFrames} from '../../source/report/call-tree.ts';
import {flameGraphOf, flameGraphSvg} from '../../source/report/flame-graph.ts';
import {flameCells} from '../../source/report/flame-layout.ts';
import {familyClass, flameStyle} from '../../source/report/flame-style.ts';
import {cellWidth} from '../../source/view/text/text-width.ts';
import {group, snapshot} from '../helpers/session.ts';
import {decode, fixture} from '../profile/fixtures.ts';
import {contrast, parseHex, type Rgb} from '../terminal/contrast.ts';

const report = ['main.report /srv/check.go:72', 'main.run /srv/check.go:15'];
const serve = ['main.serve /srv/main.go:9', 'main.run /srv/check.go:15'];

type Block = {
  readonly title: readonly string[];
  readonly classes: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly text: string | undefined;
};

function blocksOf(svg: string): Block[] {
  return Array.from(
    svg.matchAll(
      /<g><title>([^<]*)<\/title><rect class="([^"]*)" x="([\d.]+)" y="(\d+)" width="([\d.]+)" height="17"\/>(?:<text [^>]*>([^<]*)<\/text>)?<\/g>/g,
    ),
    ([, title = '', classes = '', x, y, width, text]) => ({
      title: title.split('\n'),
      classes,
      x: Number(x),
      y: Number(y),
      width: Number(width),
      text,
    }),
  );
}

/** What is wrong with markup: tags that are not closed, and what is left when all of them are taken out. */
function faultsOf(svg: string): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  const rest = svg.replaceAll(
    /<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<>]*")*)(\/?)>/g,
    (tag: string, closing: string, name: string, _attributes: string, empty: string) => {
      if (closing === '') open.push(...(empty === '' ? [name] : []));
      else if (open.pop() !== name) faults.push(tag);
      return '';
    },
  );
  return [
    ...faults,
    ...open,
    ...(rest.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, '').match(/[<>&].{0,20}/g) ?? []),
  ];
}

describe('a block', () => {
  const svg = flameGraphOf(
    snapshot([group(30, 'chan send', report), group(10, 'select', serve), group(60, 'IO wait', serve)]),
  ).svg;
  const blocks = blocksOf(svg);
  const named = (name: string) => blocks.find(({title}) => title[0] === name)!;

  test('is as wide as it has goroutines, below its caller, the widest first', () => {
    const [all, run, serveBlock, reportBlock] = [
      'all goroutines',
      'main.run',
      'main.serve',
      'main.report',
    ].map(named);
    expect([all!.x, all!.width]).toEqual([0, 959]);
    expect(run).toMatchObject({x: 0, width: 959, y: all!.y + 18});
    expect(serveBlock).toMatchObject({x: 0, width: 671, y: all!.y + 36});
    expect(reportBlock).toMatchObject({x: 672, width: 287, y: all!.y + 36});
  });

  test('says its whole name, where it is, how many goroutines it has and what they wait for', () => {
    expect(named('main.serve').title).toEqual([
      'main.serve',
      '/srv/main.go:9',
      '70 goroutines, 70 %',
      'IO wait 60, select 10',
    ]);
    expect(named('waiting: chan send').title).toEqual(['waiting: chan send', '30 goroutines, 30 %']);
  });

  test('has the colour of a wait where all wait for it, and none where they do not', () => {
    expect(named('main.report').classes).toBe(familyClass('chan send'));
    expect(named('waiting: chan send').classes).toBe(`${familyClass('chan send')} w`);
    expect(named('main.serve').classes).toBe('m');
  });
});

test('a function at two lines is one block that names no line', () => {
  const other = ['main.report /srv/check.go:80', 'main.run /srv/check.go:15'];
  const {svg} = flameGraphOf(snapshot([group(1, 'select', report), group(1, 'select', other)]));
  const block = blocksOf(svg).find(({title}) => title[0] === 'main.report');
  expect(block?.title).toEqual(['main.report', '2 goroutines, 100 %', 'select 2']);
});

test('texts fit their blocks, and those of functions keep their end', () => {
  const long = `github.com/acme/shop/internal/checks.(*VeryLongNamedRunner).reportTheResultOfEverything`;
  const groups = Array.from({length: 40}, (_, index) =>
    group(1 + index * 3, 'select', [`${long}${index} a.go:1`]),
  );
  const blocks = blocksOf(flameGraphOf(snapshot(groups)).svg);
  const texts = blocks.filter(({text}) => text !== undefined);
  expect(texts.length).toBeGreaterThan(10);
  for (const {text = '', width} of texts) expect(cellWidth(text) * 6.7).toBeLessThanOrEqual(width);
  expect(texts.some(({text = ''}) => /^….*39$/.test(text))).toBe(true);
});

test('a name leaves its package and its type behind before it is cut', () => {
  const groups = [400, 150, 60, 390].map((count, at) =>
    group(count, 'select', [`shop.(*Service${at + 1}).pack a.go:1`]),
  );
  const {svg} = flameGraphOf(snapshot(groups));
  const texts = blocksOf(svg).filter(({title}) => title[0]?.startsWith('shop.') === true);
  expect(texts.map(({text}) => text)).toEqual([
    'shop.(*Service1).pack',
    'shop.(*Service4).pack',
    '(*Service2).pack',
    'pack',
  ]);
});

describe('of a real process', () => {
  test.each(['go1.27/g2.txt', 'go1.20/g0.pb.gz', 'special/labels-go1.27.txt'])(
    '%s: blocks lie within their callers and never on each other',
    async (name) => {
      const of = await decode(fixture(name));
      const {svg} = flameGraphOf(of);
      expect(faultsOf(svg)).toEqual([]);
      const rows = Map.groupBy(blocksOf(svg), ({y}) => y);
      const misplaced: Block[] = [];
      let above: readonly Block[] = [];
      for (const [, row] of [...rows].toSorted(([a], [b]) => a - b)) {
        let endOfLast = 0;
        for (const block of row.toSorted((a, b) => a.x - b.x)) {
          const end = block.x + block.width;
          const isBelow = above.some(({x, width}) => block.x >= x - 0.11 && end <= x + width + 0.11);
          if (block.x < endOfLast || (above.length > 0 && !isBelow)) misplaced.push(block);
          endOfLast = end;
        }

        above = row;
      }

      expect(rows.size).toBeGreaterThan(5);
      expect(misplaced).toEqual([]);
    },
  );

  test('what is too deep is left out in the middle, so that the wait can still be seen', () => {
    const deep = Array.from({length: 200}, (_, index) => `main.f${index} a.go:${index}`);
    const blocks = blocksOf(flameGraphOf(snapshot([group(5, 'mutex', deep)])).svg);
    expect(blocks).toHaveLength(maxTreeFrames + 3);
    expect(blocks.map(({title}) => title[0])).toContain('140 frames left out');
    expect(blocks.at(-1)?.title[0]).toBe('waiting: mutex');
    expect(blocks.at(-2)?.title[0]).toBe('main.f0');
    expect(blocks[1]?.title[0]).toBe('main.f199');
  });
});

test('with thousands of stacks it stays a picture that opens at once', () => {
  const groups = Array.from({length: 20_000}, (_, index) =>
    group(
      1,
      'select',
      Array.from({length: 12}, (_none, depth) => `main.f${index >> depth}_${depth} a.go:1`),
    ),
  );
  const of = snapshot(groups);
  const {svg} = flameGraphOf(of);
  expect(svg.length).toBeLessThan(1_500_000);
  const cells = flameCells(callTree(of), 960);
  expect(cells.some(({node}) => node === undefined)).toBe(true);
  const firstRow = cells.filter(({row}) => row === 1).reduce((sum, {count}) => sum + count, 0);
  expect(firstRow).toBe(20_000);
});

test('hostile names are text, whatever is in them', () => {
  const evil = `main.<script>alert(1)</script>"'&]]>${String.fromCodePoint(0x202e, 0)}`;
  const svg = flameGraphSvg(snapshot([group(5, 'select', [{function: evil, file: '"><x y=', line: 3}])]));
  expect(faultsOf(svg.replace(/<style>[^]*?<\/style>/, ''))).toEqual([]);
  expect(svg).not.toMatch(/<script| on\w+=| style=|href|url\(|@import|\p{Cf}/u);
  expect(svg).toContain('&lt;script&gt;alert(1)');
});

test('of nothing it is a picture of nothing', () => {
  expect(faultsOf(flameGraphOf(snapshot([])).svg)).toEqual([]);
});

test('a file of its own brings its style and is an SVG document; in a page it has neither', () => {
  const of = snapshot([group(5, 'select', report)]);
  expect(flameGraphSvg(of)).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^]*<style>[^]*<\/svg>$/);
  expect(flameGraphOf(of).svg).not.toMatch(/xmlns|<style/);
});

describe('colours', () => {
  const [light = '', dark = ''] = flameStyle.split('@media screen and (prefers-color-scheme: dark){');

  test.each([
    ['light', light, '#14181d', '#4a535d'],
    ['dark', dark, '#eef2f6', '#b9c3cd'],
  ])('%s: text on every block can be read', (_mode, style, text, library) => {
    expect(style).toContain(text);
    for (const family of families) {
      const name = `.flame-graph .${familyClass(family)}`;
      const [, call = ''] = new RegExp(`^\\${name}\\{fill:hsl\\(([^)]*)\\)\\}`, 'm').exec(style) ?? [];
      const [, wait = ''] = new RegExp(`\\${name}\\.w\\{fill:hsl\\(([^)]*)\\)\\}`).exec(style) ?? [];
      expect(contrast(parseHex(text), parseHsl(call))).toBeGreaterThan(4.5);
      expect(contrast(parseHex(text), parseHsl(wait))).toBeGreaterThan(4.5);
      expect(contrast(parseHex(library), parseHsl(call))).toBeGreaterThan(4.5);
    }
  });
});

/** Of `212,80%,87%`; the formula of CSS Color 4. */
function parseHsl(text: string): Rgb {
  const [hue = Number.NaN, saturation = 0, light = 0] = text
    .split(',')
    .map((part) => Number.parseFloat(part));
  const [s, l] = [saturation / 100, light / 100];
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return 255 * (l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}
