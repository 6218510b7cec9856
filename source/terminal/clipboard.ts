// Copies text: by a program of this machine, or through the terminal.

import {spawn} from 'node:child_process';
import {isSet, type Environment} from './environment.ts';
import {osc52, readMultiplexer} from './osc52.ts';

/** A clipboard tool has taken the text by then, or it hangs on a display that is gone. */
const clipboardTimeoutMs = 1500;

/** What came of copying; `said` is a sentence for the person who pressed the key. */
type CopyOutcome = {readonly copied: boolean; readonly by: string | undefined; readonly said: string};

/** A program that takes text on stdin; arguments are passed as they are, no shell is involved. */
export type ClipboardTool = {readonly file: string; readonly args: readonly string[]};

/** Runs a tool with text on its stdin; resolves to whether it ended well in time. Never rejects. */
type RunTool = (tool: ClipboardTool, text: string) => Promise<boolean>;

/**
 * Puts text on the clipboard: with a native tool where the display is on this machine, else through the terminal
 * (OSC 52), which also works over SSH. Never throws.
 */
export async function copyText(
  text: string,
  {
    env,
    platform = process.platform,
    stdout,
    run = runTool,
  }: {
    env: Environment;
    platform?: NodeJS.Platform;
    stdout: {readonly isTTY?: boolean | undefined; write(text: string): unknown};
    run?: RunTool;
  },
): Promise<CopyOutcome> {
  if (text === '') {
    return {copied: false, by: undefined, said: 'There is nothing to copy.'};
  }

  for (const tool of clipboardTools(env, platform)) {
    if (await run(tool, text)) {
      return {copied: true, by: tool.file, said: `Copied with ${tool.file}.`};
    }
  }

  if (stdout.isTTY !== true || env['TERM'] === 'dumb') {
    return {
      copied: false,
      by: undefined,
      said: 'Not copied: there is no clipboard tool and no terminal to ask.',
    };
  }

  const sequence = osc52(text, {multiplexer: readMultiplexer(env)});
  if (sequence === undefined) {
    return {copied: false, by: undefined, said: 'Not copied: it is too long for the terminal to carry.'};
  }

  try {
    stdout.write(sequence);
  } catch {
    return {copied: false, by: undefined, said: 'Not copied: the terminal is gone.'};
  }

  // A terminal never confirms it, so neither does this sentence.
  return {copied: true, by: 'OSC 52', said: 'Sent to the clipboard of your terminal.'};
}

/** The tools worth trying, best first: only those whose display is on this machine. */
export function clipboardTools(env: Environment, platform: NodeJS.Platform): ClipboardTool[] {
  // tmux drops what programs send to the clipboard unless told otherwise; asked itself, it keeps a copy and passes it on.
  if (isSet(env['TMUX'])) {
    return [{file: 'tmux', args: ['load-buffer', '-w', '-']}];
  }

  // Over SSH the clipboard of this machine is not the one in front of the user.
  if (isSet(env['SSH_CONNECTION']) || isSet(env['SSH_TTY'])) {
    return [];
  }

  if (platform === 'darwin') {
    return [{file: 'pbcopy', args: []}];
  }

  if (platform === 'win32') {
    return [{file: 'clip.exe', args: []}];
  }

  const tools: ClipboardTool[] = [];
  if (isSet(env['WAYLAND_DISPLAY'])) {
    tools.push({file: 'wl-copy', args: []});
  }

  if (isSet(env['DISPLAY'])) {
    tools.push(
      {file: 'xclip', args: ['-selection', 'clipboard']},
      {file: 'xsel', args: ['--clipboard', '--input']},
    );
  }

  if (isSet(env['WSL_DISTRO_NAME'])) {
    tools.push({file: 'clip.exe', args: []});
  }

  return tools;
}

/** Runs a tool for real; a tool that hangs is killed after `clipboardTimeoutMs`. */
export function runTool(tool: ClipboardTool, text: string, timeoutMs = clipboardTimeoutMs): Promise<boolean> {
  return new Promise((resolve) => {
    // Its output is not ours to read: xclip and wl-copy leave a child behind that keeps these open.
    const child = spawn(tool.file, tool.args, {
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    child.once('error', () => {
      resolve(false);
    });
    child.once('exit', (code) => {
      resolve(code === 0);
    });
    // A tool that ends without reading breaks the pipe; its exit code says the rest.
    child.stdin.on('error', () => {});
    child.stdin.end(text, 'utf8');
  });
}
