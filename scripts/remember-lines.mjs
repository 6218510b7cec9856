import {readFile} from 'node:fs/promises';

/**
 * Makes Ink remember what it has found out about a line. Of a frame with forty lines a key changes two, but Ink splits
 * and measures all of them anew, for every frame, which was more than half of the time from a key to its answer.
 * Ink has these caches, and throws them away with each frame (ink/build/output.js, `OutputCaches`).
 *
 * @type {import('esbuild').Plugin}
 */
export const rememberLines = {
  name: 'remember-lines',
  setup(build) {
    build.onLoad({filter: /[/\\]ink[/\\]build[/\\]output\.js$/}, (file) =>
      patched(
        file.path,
        [
          ['caches = new OutputCaches();', 'caches = cachesOfFrames();'],
          ['get() {', 'get() {\n return frameOfRows(this) ?? this.composed();\n}\ncomposed() {'],
        ],
        cachesOfFrames + frameOfRows,
      ),
    );
    build.onLoad({filter: /[/\\]string-width[/\\]index\.js$/}, (file) =>
      patched(file.path, [['export default function stringWidth(', 'function measure(']], rememberedWidth),
    );
    build.onLoad({filter: /[/\\]ink[/\\]build[/\\]sanitize-ansi\.js$/}, (file) =>
      patched(file.path, [
        [
          'const sanitizeAnsi = (text) => {',
          'const sanitizeAnsi = (text) => {\nif (ownLine.test(text)) return text;',
        ],
      ]),
    );
    build.onLoad({filter: /[/\\]ink[/\\]build[/\\]line-update\.js$/}, (file) =>
      patched(file.path, [['/^[ -~]*$/u', 'new RegExp(`^[${ownCharacters}]*$`)']]),
    );
    for (const name of ['measure-text', 'wrap-text']) {
      build.onLoad({filter: new RegExp(String.raw`[/\\]ink[/\\]build[/\\]${name}\.js$`)}, (file) =>
        patched(file.path, [['maxSize: 4096', `maxSize: ${mostMeasured}`]]),
      );
    }
  },
};

// Twice as many are kept of a few hundred bytes each: of frames long gone they would be most of what is in memory.
const mostMeasured = 200;

/**
 * @param {string} path
 * @param {readonly (readonly [string, string])[]} changes what must stand in the file exactly once, and what takes its place
 * @param {string} added at the end of the file
 * @returns {Promise<import('esbuild').OnLoadResult>}
 */
async function patched(path, changes, added = '') {
  let source = await readFile(path, 'utf8');
  for (const [from, to] of changes) {
    if (source.split(from).length !== 2) {
      return {errors: [{text: `${path} is not what it was: \`${from}\` does not stand in it once.`}]};
    }

    source = source.replace(from, () => to);
  }

  return {contents: `${ownLines}${source}\n${added}`, loader: 'js'};
}

// What our lines are made of: ASCII and what is drawn with, a cell each (source/view/text/text-width.ts), colours and styles.
// To find that out, Ink and string-width split a line into graphemes and look at each: half of the cost of a frame.
const ownLines = String.raw`
const ownCharacters = '\\x20-\\x7e·…─-╿▁-█▲▸▼◂';
const ownLine = new RegExp('^(?:[' + ownCharacters + ']|\\x1b\\[[0-9;]*m)*$');
const ownStyle = /\x1b\[([0-9;]*)m/g;
`;

// A line is some 15 KB there, so two frames' worth are kept, and the lines of the frames before them.
const cachesOfFrames = `
const mostLines = 100;
let inUse = new OutputCaches();
let before = new OutputCaches();
function cachesOfFrames() {
  if (inUse.styledChars.size > mostLines) {
    before = inUse;
    inUse = new OutputCaches();
    inUse.getStyledChars = (line) => {
      const known = before.styledChars.get(line);
      if (known !== undefined && !inUse.styledChars.has(line)) inUse.styledChars.set(line, known);
      return OutputCaches.prototype.getStyledChars.call(inUse, line);
    };
  }

  return inUse;
}
`;

// Ink puts a frame together from an object for each cell. Where no two texts share a row, and none is clipped, a row
// depends on its own line alone, and most lines are those of the frame before.
const frameOfRows = `
const mostRows = 200;
let rowsInUse = new Map();
let rowsBefore = new Map();
function rowOf(line, x, output) {
  const key = x + ' ' + output.width + ' ' + line;
  let row = rowsInUse.get(key);
  if (row === undefined) {
    row = rowsBefore.get(key) ?? composedRow(line, x, output);
    if (rowsInUse.size >= mostRows) {
      rowsBefore = rowsInUse;
      rowsInUse = new Map();
    }
    rowsInUse.set(key, row);
  }

  return row;
}

function composedRow(line, x, {width, caches}) {
  const alone = new Output({width, height: 1});
  alone.caches = caches;
  alone.operations.push({type: 'write', x, y: 0, text: line, transformers: []});
  return alone.composed().output;
}

function linesOf(text, caches) {
  const lines = [[]];
  for (const character of caches.getStyledChars(text)) {
    if (character.value === '\\n') lines.push([]);
    else lines.at(-1).push(character);
  }

  return lines.map((line) => styledCharsToString(line));
}

let plainLines = new Map();
function linesKnown(text, caches) {
  let lines = plainLines.get(text);
  if (lines === undefined) {
    lines = linesOf(text, caches);
    if (plainLines.size >= mostRows) plainLines = new Map();
    plainLines.set(text, lines);
  }

  return lines;
}

const styleKinds = [
  [/^[12]$/, '22'],
  [/^3$/, '23'],
  [/^4$/, '24'],
  [/^7$/, '27'],
  [/^9$/, '29'],
  [/^(?:[39][0-7]|38;[25];[0-9;]+)$/, '39'],
  [/^(?:4[0-7]|10[0-7]|48;[25];[0-9;]+)$/, '49'],
];
const endsBefore = /\\x1b\\[39m(?=\\x1b\\[(?:[39][0-7]|38;[25];[0-9;]+)m)|\\x1b\\[49m(?=\\x1b\\[(?:4[0-7]|10[0-7]|48;[25];[0-9;]+)m)/g;

function ownRow(line, width) {
  if (!ownLine.test(line)) return undefined;
  let open = 0;
  let styleLength = 0;
  for (const [style, code] of line.matchAll(ownStyle)) {
    styleLength += style.length;
    const kind = styleKinds.findIndex(([begin, end]) => code === end || begin.test(code));
    if (kind === -1) return undefined;
    if (code === styleKinds[kind][1]) open &= ~(1 << kind);
    else open |= 1 << kind;
  }

  if (open !== 0 || line.length - styleLength > width) return undefined;
  return line.replaceAll(endsBefore, '').trimEnd();
}

let ownRows = new Map();
let ownWidth = 0;
function ownRowKnown(line, width) {
  if (width !== ownWidth || ownRows.size >= mostRows) ownRows = new Map();
  ownWidth = width;
  let row = ownRows.get(line);
  if (row === undefined) {
    row = ownRow(line, width);
    if (row !== undefined) ownRows.set(line, row);
  }

  return row;
}

function frameOfRows(output) {
  const {operations, height, width, caches} = output;
  const rows = Array.from({length: height}, () => undefined);
  for (const {type, x, y, text, transformers} of operations) {
    if (type !== 'write' || !Number.isInteger(x) || x < 0 || !Number.isInteger(y)) return undefined;
    if (x === 0 && y >= 0 && y < height && transformers.every((transformer) => transformer(text, 0) === text)) {
      const row = rows[y] === undefined ? ownRowKnown(text, width) : undefined;
      if (row !== undefined) {
        rows[y] = row;
        continue;
      }
    }

    for (const [index, plain] of linesKnown(text, caches).entries()) {
      const at = y + index;
      if (at < 0 || at >= height) continue;
      if (rows[at] !== undefined) return undefined;
      let line = plain;
      for (const transformer of transformers) line = transformer(line, index);
      rows[at] = line.includes('\\n') ? undefined : rowOf(line, x, output);
      if (rows[at] === undefined) return undefined;
    }
  }

  return {output: rows.map((row) => row ?? '').join('\\n'), height: rows.length};
}
`;

const rememberedWidth = `
const mostTexts = 1000;
const longestText = 2000;
let widths = new Map();
export default function stringWidth(text, options) {
  if (typeof text !== 'string' || options !== undefined || text.length > longestText) return measure(text, options);
  let width = widths.get(text);
  if (width === undefined) {
    width = ownLine.test(text) ? text.replaceAll(ownStyle, '').length : measure(text);
    if (widths.size >= mostTexts) widths = new Map();
    widths.set(text, width);
  }

  return width;
}
`;
