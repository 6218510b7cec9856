import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {findWorkingModule} from '../../source/commands/working-module.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'working-module-'));
const inner = path.join(folder, 'cmd', 'serve');
mkdirSync(inner, {recursive: true});
afterAll(() => {
  rmSync(folder, {recursive: true});
});

test.each([
  ['module example.com/app\n\ngo 1.26\n', 'example.com/app'],
  ['// Application.\nmodule "example.com/app" // our own\n', 'example.com/app'],
])('the module of a folder is that of the nearest go.mod: %j', (text, name) => {
  writeFileSync(path.join(folder, 'go.mod'), text);
  expect(findWorkingModule(inner)).toEqual({path: name, folder});
});

test('a go.mod without a module is none, and what lies further out is another', () => {
  writeFileSync(path.join(inner, 'go.mod'), 'go 1.26\n');
  expect(findWorkingModule(inner)).toBeUndefined();
});
