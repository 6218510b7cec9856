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
  },
};

/**
 * @param {string} path
 * @param {readonly (readonly [string, string])[]} changes what must stand in the file exactly once, and what takes its place
 * @param {string} added at the end of the file
 * @returns {Promise<import('esbuild').OnLoadResult>}
 */
async function patched(path, changes, added) {
  let source = await readFile(path, 'utf8');
  for (const [from, to] of changes) {
    if (source.split(from).length !== 2) {
      return {errors: [{text: `${path} is not what it was: \`${from}\` does not stand in it once.`}]};
    }

    source = source.replace(from, to);
  }

  return {contents: `${source}\n${added}`, loader: 'js'};
}

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

function frameOfRows(output) {
  const {operations, height, caches} = output;
  const rows = Array.from({length: height}, () => undefined);
  for (const {type, x, y, text, transformers} of operations) {
    if (type !== 'write' || !Number.isInteger(x) || x < 0 || !Number.isInteger(y)) return undefined;
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
    width = measure(text);
    if (widths.size >= mostTexts) widths = new Map();
    widths.set(text, width);
  }

  return width;
}
`;
