import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {build} from 'esbuild';
import {expect, test} from 'vitest';
import {bundledLicences, licencesText, packageFolder} from '../../scripts/licences.mjs';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

test.each([
  ['node_modules/ink/build/index.js', 'node_modules/ink'],
  ['node_modules/@lydell/node-pty/index.js', 'node_modules/@lydell/node-pty'],
  ['node_modules/ink/node_modules/@scope/name/dist/a.js', 'node_modules/ink/node_modules/@scope/name'],
  ['source/cli.ts', undefined],
  ['source/node_modules.ts', undefined],
])('%s belongs to %s', (file, folder) => {
  expect(packageFolder(file)).toBe(folder);
});

test('licences of what is in the bundle are collected, those of what was left out are not', async () => {
  const root = project({
    'main.js': "import {one} from 'one'; import {two} from 'two'; one();",
    'node_modules/one/index.js': "export {one} from './deep/inner.js';",
    'node_modules/one/deep/inner.js': 'export const one = () => console.log(1);',
    'node_modules/one/LICENSE': 'Text of one.',
    'node_modules/one/deep/licenses.md': 'Text of what one has swallowed.',
    'node_modules/one/other/LICENSE': 'Text of what nobody uses.',
    'node_modules/one/package.json': '{"name": "one", "version": "1.2.3", "license": "ISC"}',
    'node_modules/two/index.js': 'export const two = 2;',
    'node_modules/two/LICENSE': 'Text of two.',
    'node_modules/two/package.json': '{"name": "two", "version": "2.0.0", "sideEffects": false}',
  });
  const text = licencesText(await licencesOf(root));
  expect(text).toContain('one 1.2.3  ISC');
  expect(text).toContain('Text of one.');
  expect(text).toContain('Text of what one has swallowed.');
  expect(text).not.toContain('nobody uses');
  expect(text).not.toContain('Text of two.');
});

test('a package without the text of its licence is listed with the name of it', async () => {
  const root = project({
    'main.js': "import 'one';",
    'node_modules/one/index.js': 'console.log(1);',
    'node_modules/one/package.json': '{"name": "one", "version": "1.0.0", "license": "MIT"}',
  });
  expect(licencesText(await licencesOf(root))).toContain('MIT; the package comes without');
});

test('a package that says nothing about its licence stops the build', async () => {
  const root = project({
    'main.js': "import 'one';",
    'node_modules/one/index.js': 'console.log(1);',
    'node_modules/one/package.json': '{"name": "one", "version": "1.0.0"}',
  });
  const licences = await licencesOf(root);
  expect(() => licencesText(licences)).toThrow('No licence is known of what is in the bundle: one 1.0.0.');
});

test('every package that our own bundle is made of comes with a text', async () => {
  const {metafile} = await build({
    entryPoints: ['source/cli.ts', 'source/profile/decode-worker.ts'],
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    external: ['react-devtools-core'],
    metafile: true,
    write: false,
  });
  const licences = bundledLicences(metafile, '.');
  expect(licences.filter(({text}) => text === '')).toEqual([]);
  expect(licences.map(({name}) => name)).toEqual(
    expect.arrayContaining(['chalk', 'ink', 'meow', 'pprof-format', 'react', 'undici', 'yoga-layout']),
  );
});

async function licencesOf(root: string) {
  const {metafile} = await build({
    absWorkingDir: root,
    entryPoints: ['main.js'],
    bundle: true,
    metafile: true,
    write: false,
  });
  return bundledLicences(metafile, root);
}

function project(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(name)), {recursive: true});
    writeFileSync(path.join(root, name), text);
  }

  return root;
}
