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
      patched(file.path, 'caches = new OutputCaches();', 'caches = cachesOfFrames();', cachesOfFrames),
    );
    build.onLoad({filter: /[/\\]string-width[/\\]index\.js$/}, (file) =>
      patched(file.path, 'export default function stringWidth(', 'function measure(', rememberedWidth),
    );
  },
};

/**
 * @param {string} path
 * @param {string} from what must stand in the file exactly once
 * @param {string} to
 * @param {string} added at the end of the file
 * @returns {Promise<import('esbuild').OnLoadResult>}
 */
async function patched(path, from, to, added) {
  const source = await readFile(path, 'utf8');
  if (source.split(from).length !== 2) {
    return {errors: [{text: `${path} is not what it was: \`${from}\` does not stand in it once.`}]};
  }

  return {contents: `${source.replace(from, to)}\n${added}`, loader: 'js'};
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
