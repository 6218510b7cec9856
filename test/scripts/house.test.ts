import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {house} from '../../scripts/house.ts';

const root = path.join(import.meta.dirname, '..', '..');
/** As the README and the design notes have it. */
const order = house.map(({name}) => name);

/** Which folder imports from which: `[from, to, file]`. */
function imports(): [string, string, string][] {
  return globSync('source/*/**/*.{ts,tsx}', {cwd: root}).flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    const from = file.split(path.sep)[1]!;
    return Array.from(text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)).flatMap(([, imported]) => {
      const [top, to] = path.join(path.dirname(file), imported!).split(path.sep);
      return top === 'source' && to !== undefined && to !== from
        ? [[from, to, file] as [string, string, string]]
        : [];
    });
  });
}

test('a folder imports only from those that stand before it in the README and the design notes', () => {
  const found = imports();
  expect(new Set(found.flatMap(([from, to]) => [from, to]))).toEqual(new Set(order));
  expect(found.filter(([from, to]) => order.indexOf(to) > order.indexOf(from))).toEqual([]);
});

test('only commands import components', () => {
  expect(new Set(imports().flatMap(([from, to]) => (to === 'components' ? [from] : [])))).toEqual(
    new Set(['commands']),
  );
});

test('no files import each other in a circle', () => {
  const files = globSync('source/**/*.{ts,tsx}', {cwd: root});
  const importsOf = new Map(
    files.map((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      const found = Array.from(text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g), ([, imported]) =>
        path.join(path.dirname(file), imported!),
      );
      return [file, found];
    }),
  );
  /** Files that import nothing but files before them, again and again: what is left goes in circles. */
  const straight = new Set<string>();
  for (let before = -1; before < straight.size;) {
    before = straight.size;
    for (const [file, imported] of importsOf)
      if (imported.every((one) => straight.has(one) || !importsOf.has(one))) straight.add(file);
  }

  expect(straight.size).toBeGreaterThan(400);
  expect(files.filter((file) => !straight.has(file))).toEqual([]);
});

test('a name that is exported is exported by one file: it means one thing everywhere', () => {
  const files = new Map<string, string[]>();
  for (const file of globSync('source/**/*.{ts,tsx}', {cwd: root})) {
    const text = readFileSync(path.join(root, file), 'utf8');
    for (const [, name] of text.matchAll(/^export (?:async )?(?:type|function\*?|const|class) (\w+)/gm))
      files.set(name!, [...(files.get(name!) ?? []), file]);
  }

  expect(files.size).toBeGreaterThan(500);
  expect([...files].filter(([, exporters]) => exporters.length > 1)).toEqual([]);
});
