import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {buildGo, type Started, startProgram} from './go-program.ts';
import {buildGoker} from './goker.ts';
import type {Wanted} from './wanted.ts';
import type {Truth} from './truth.ts';

/** A leaking program that is ready to be started. */
export type LeakingProgram = {readonly truth: Truth; readonly start: () => Promise<Started>};

// Longer than anything here looks at a program.
const lifetime = ['-for', '5m', '-until-stdin-closes'];

/** Builds the programs of a collection. */
export async function buildCollection(wanted: Wanted): Promise<LeakingProgram[]> {
  const all = wanted.collection === 'leaks' ? await buildLeaks(wanted) : await buildGoker(wanted);
  const chosen = all.filter(({truth}) => wanted.only.length === 0 || wanted.only.includes(truth.name));
  return chosen.map(({truth, binary}) => ({
    truth,
    start: () => startProgram(binary, ['-program', truth.name, ...lifetime]),
  }));
}

async function buildLeaks({go, proof, folder}: Wanted): Promise<{truth: Truth; binary: string}[]> {
  const source = fileURLToPath(new URL('leaks', import.meta.url));
  const plain = `${folder}/leaks`;
  const trimmed = `${folder}/leaks-trimmed`;
  await buildGo({folder: source, output: plain, go, proof, trimPath: false});
  await buildGo({folder: source, output: trimmed, go, proof, trimPath: true});
  const {stdout} = await promisify(execFile)(plain, ['-truth'], {maxBuffer: 16 * 1024 * 1024});
  // Our own program wrote it, after the same definition.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const truths = JSON.parse(stdout) as Truth[];
  return truths.map((truth) => ({truth, binary: truth.trimPath === true ? trimmed : plain}));
}
