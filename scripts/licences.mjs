import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Licence
 * @property {string} name of the package
 * @property {string} version
 * @property {string} spdx its SPDX expression; empty when the package names none
 * @property {string} text its licence and notice files, one after the other; empty when it has none
 */

// Texts for packages that forgot theirs are in licence-texts/.
const licenceFile = /^(?:licen[cs]e|copying|notice)/i;
const ownFile = /(?:^|\/)node_modules\/(?!.*\/node_modules\/)(?<name>@[^/]+\/[^/]+|[^/@][^/]*)\//;

/**
 * The packages of which something went into a bundle, by name, with their licences.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {string} root the folder that the paths in the metafile are relative to
 * @returns {Licence[]}
 */
export function bundledLicences(metafile, root) {
  /** @type {Map<string, Set<string>>} */
  const foldersOf = new Map();
  for (const {inputs} of Object.values(metafile.outputs)) {
    for (const [file, {bytesInOutput}] of Object.entries(inputs)) {
      const home = bytesInOutput > 0 ? packageFolder(file) : undefined;
      if (home === undefined) continue;
      // Packages that bundle others keep the licences of these beside them, deeper inside.
      const folders = foldersOf.get(home) ?? new Set();
      for (let folder = path.posix.dirname(file); folder !== home; folder = path.posix.dirname(folder)) {
        folders.add(folder);
      }

      foldersOf.set(home, folders.add(home));
    }
  }

  // Two copies of one version are one entry.
  /** @type {Map<string, Licence>} */
  const licences = new Map();
  for (const [home, folders] of foldersOf) {
    const licence = readLicence(root, home, folders);
    licences.set(`${licence.name}@${licence.version}`, licence);
  }

  return [...licences].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, licence]) => licence);
}

/**
 * The folder of the package that a file belongs to; undefined for a file of our own.
 *
 * Example input:  `node_modules/ink/node_modules/@scope/name/dist/index.js`
 * Example output: `node_modules/ink/node_modules/@scope/name`
 *
 * @param {string} file
 * @returns {string | undefined}
 */
export function packageFolder(file) {
  const found = ownFile.exec(file);
  return found === null ? undefined : file.slice(0, found.index + found[0].length - 1);
}

/**
 * One text with all of them.
 *
 * @param {readonly Licence[]} licences
 * @returns {string}
 * @throws {Error} for a package that says nothing about its licence.
 */
export function licencesText(licences) {
  const silent = licences.filter(({spdx, text}) => spdx === '' && text === '');
  if (silent.length > 0) {
    const names = silent.map(({name, version}) => `${name} ${version}`).join(', ');
    throw new Error(`No licence is known of what is in the bundle: ${names}.`);
  }

  const rule = '-'.repeat(80);
  return [
    'gorowatch contains parts of these packages, under their own licences.\n',
    ...licences.map(({name, version, spdx, text}) => {
      const words = text === '' ? `${spdx}; the package comes without the text of its licence.` : text;
      return `${rule}\n${name} ${version}${spdx === '' ? '' : `  ${spdx}`}\n${rule}\n\n${words}\n`;
    }),
  ].join('\n');
}

/**
 * @param {string} root
 * @param {string} home folder of the package
 * @param {Iterable<string>} folders where licences may be
 * @returns {Licence}
 */
function readLicence(root, home, folders) {
  const {name, version, license} = JSON.parse(readFileSync(path.join(root, home, 'package.json'), 'utf8'));
  const texts = [...folders].toSorted().flatMap((folder) =>
    readdirSync(path.join(root, folder), {withFileTypes: true})
      .filter((entry) => entry.isFile() && licenceFile.test(entry.name))
      .map((entry) => readFileSync(path.join(root, folder, entry.name), 'utf8').trim()),
  );
  const added = new URL(`licence-texts/${name.replace('/', '-')}.txt`, import.meta.url);
  if (texts.length === 0 && existsSync(added)) texts.push(readFileSync(added, 'utf8').trim());
  return {name, version, spdx: typeof license === 'string' ? license : '', text: texts.join('\n\n')};
}
