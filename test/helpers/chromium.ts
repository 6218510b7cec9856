import {spawn} from 'node:child_process';
import {existsSync, writeSync} from 'node:fs';
import path from 'node:path';
import {text} from 'node:stream/consumers';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A real browser on this machine; undefined where there is none, which is then said past the test runner. */
export function findChromium(): string | undefined {
  const found = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((file) => existsSync(file));
  if (found === undefined) {
    writeSync(2, 'BROWSER TESTS SKIPPED: no chromium on the PATH (Debian: apt-get install chromium)\n');
  }

  return found;
}

export type BrowserRun = {readonly status: number | null; readonly stdout: string; readonly stderr: string};

/** Runs the browser without a window on a profile of its own, with its console on stderr, until it has done what the options say. */
export async function runChromium(
  browser: string,
  profile: string,
  options: readonly string[],
): Promise<BrowserRun> {
  const child = spawn(
    browser,
    [
      '--headless=new',
      // As root, in a container, there is nothing it could use to fence itself in.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--hide-scrollbars',
      '--enable-logging=stderr',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      `--user-data-dir=${profile}`,
      ...options,
    ],
    {stdio: ['ignore', 'pipe', 'pipe']},
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return {status, stdout, stderr};
}
