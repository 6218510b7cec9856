import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {clipboardTools, copyText, runTool, type ClipboardTool} from '../../source/terminal/clipboard.ts';
import {maxClipboardBytes, osc52, readMultiplexer} from '../../source/terminal/osc52.ts';

const ssh = {TERM: 'xterm', SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22', DISPLAY: 'localhost:10.0'};

/** A terminal that keeps what is written, and tools that work or not. */
function makePlace({working = [] as string[], isTTY = true} = {}) {
  const written: string[] = [];
  const tried: [string, string][] = [];
  return {
    written,
    tried,
    stdout: {isTTY, write: (text: string) => written.push(text)},
    run(tool: ClipboardTool, text: string) {
      tried.push([tool.file, text]);
      return Promise.resolve(working.includes(tool.file));
    },
  };
}

test('the sequence carries the text as Base64 of its UTF-8', () => {
  expect(osc52('hé')).toBe('\u001B]52;c;aMOp\u0007');
});

test('inside tmux the sequence is wrapped, with its escapes doubled', () => {
  expect(osc52('hi', {multiplexer: 'tmux'})).toBe('\u001BPtmux;\u001B\u001B]52;c;aGk=\u0007\u001B\\');
});

test('inside screen the sequence goes in pieces that screen can hold', () => {
  const wrapped = osc52('x'.repeat(1000), {multiplexer: 'screen'})!;
  const pieces = wrapped.split('\u001B\\').slice(0, -1);
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.every((piece) => piece.startsWith('\u001BP') && piece.length < 768)).toBe(true);
  expect(pieces.map((piece) => piece.slice(2)).join('')).toBe(osc52('x'.repeat(1000)));
});

test('text that terminals would drop without a word is not sent', () => {
  expect(osc52('x'.repeat(maxClipboardBytes))).toHaveLength(100_000);
  expect(osc52('x'.repeat(maxClipboardBytes + 1))).toBeUndefined();
  expect(osc52('é'.repeat(maxClipboardBytes / 2 + 1))).toBeUndefined();
});

test('the multiplexer is told from the environment', () => {
  expect(readMultiplexer({TMUX: '/tmp/tmux,1,0'})).toBe('tmux');
  expect(readMultiplexer({STY: '1.pts'})).toBe('screen');
  expect(readMultiplexer({TMUX: ''})).toBeUndefined();
});

test.each([
  ['linux', {WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0'}, ['wl-copy', 'xclip', 'xsel']],
  ['linux', {DISPLAY: ':0'}, ['xclip', 'xsel']],
  ['linux', {}, []],
  ['linux', ssh, []],
  ['linux', {WSL_DISTRO_NAME: 'Debian'}, ['clip.exe']],
  ['darwin', {}, ['pbcopy']],
  ['darwin', ssh, []],
  ['win32', {}, ['clip.exe']],
] as const)('on %s with %j the tools are %j', (platform, env, files) => {
  expect(clipboardTools(env, platform).map(({file}) => file)).toEqual(files);
});

test('the first native tool that works is used, and the terminal is left alone', async () => {
  const place = makePlace({working: ['xsel']});
  const outcome = await copyText('stack', {env: {DISPLAY: ':0'}, platform: 'linux', ...place});
  expect(outcome).toEqual({copied: true, by: 'xsel', said: 'Copied with xsel.'});
  expect(place.tried).toEqual([
    ['xclip', 'stack'],
    ['xsel', 'stack'],
  ]);
  expect(place.written).toEqual([]);
});

test('over SSH the terminal carries it', async () => {
  const place = makePlace();
  const outcome = await copyText('stack', {env: ssh, platform: 'linux', ...place});
  expect(outcome).toMatchObject({copied: true, by: 'OSC 52'});
  expect(place.written).toEqual([osc52('stack')]);
});

test('nothing is sent where there is no terminal', async () => {
  const place = makePlace({isTTY: false});
  const outcome = await copyText('stack', {env: {}, platform: 'linux', ...place});
  expect(outcome.copied).toBe(false);
  expect(outcome.said).toMatch(/no terminal/);
  expect(place.written).toEqual([]);
});

test('text that is too long is refused in a sentence', async () => {
  const place = makePlace();
  const outcome = await copyText('x'.repeat(100_000), {env: {}, platform: 'linux', ...place});
  expect(outcome.said).toMatch(/too long/);
  expect(place.written).toEqual([]);
});

test('a terminal that is gone is no reason to fall over', async () => {
  const stdout = {
    isTTY: true,
    write() {
      throw new Error('EIO');
    },
  };
  const outcome = await copyText('stack', {env: {}, platform: 'linux', stdout});
  expect(outcome.copied).toBe(false);
});

test('a real tool gets the text on stdin and its arguments as they are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clipboard-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  const tool = join(folder, 'tool');
  const target = join(folder, '$(touch x); copied');
  await writeFile(tool, '#!/bin/sh\ncat > "$1"\n');
  await chmod(tool, 0o700);
  expect(await runTool({file: tool, args: [target]}, 'main.worker\n')).toBe(true);
  expect(await readFile(target, 'utf8')).toBe('main.worker\n');
});

test('a tool that is missing, fails, does not read or hangs has not copied', async () => {
  expect(await runTool({file: '/nowhere/wl-copy', args: []}, 'x')).toBe(false);
  expect(await runTool({file: '/bin/sh', args: ['-c', 'exit 3']}, 'x'.repeat(1_000_000))).toBe(false);
  expect(await runTool({file: '/bin/sh', args: ['-c', 'exec sleep 60']}, 'x', 30)).toBe(false);
});
