import {chmodSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {fixtureServer} from '../helpers/fixture-server.ts';
import {gorowatch, startGorowatch} from '../helpers/gorowatch.ts';
import {inspect} from '../helpers/inspector.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

/** No Go to be found there. */
const noGo = {PATH: '/nonexistent'};

test('the demo without Go and without a terminal prints one look at the recording, and its verdicts', async () => {
  const {status, stdout, stderr} = await gorowatch(['demo'], {env: noGo});
  expect(status).toBe(0);
  expect(stderr).toBe(
    'gorowatch: There is no Go on the PATH. Replaying a recording of demo-go-app instead.\n',
  );
  expect(stdout).toMatch(/\d+ goroutines/);
  expect(stdout).toMatch(/COUNT +REASON/);
  expect(stdout).toContain('shop.(*Service).pack');
  expect(stdout).toMatch(/^1\. LIKELY LEAK {2}\d+ goroutines range over a channel that nobody closes/m);
});

test('the demo without Go on a terminal is the screen over the recording', async () => {
  const screen = inspect(['demo'], {env: noGo});
  await screen.waitFor('RECORDING');
  await screen.waitFor('REPLAY');
  await screen.waitFor('shop.(*Service).pack');
  screen.write('q');
  expect(await screen.exited).toBe(0);
});

/** A folder with a `go` in it that builds a program which only says that it listens there. */
function fakeGo(host: string): string {
  const folder = temporaryFolder();
  const go = path.join(folder, 'go');
  const program = `#!/bin/sh\necho "listening on http://${host}"\ncat\n`;
  writeFileSync(
    go,
    `#!/bin/sh\nif [ "$1" = build ]; then cat > "$3" <<'END'\n${program}END\nchmod +x "$3"; fi\n`,
  );
  chmodSync(go, 0o755);
  return folder;
}

function isIndex(head: string): boolean {
  return head.startsWith('GET /debug/pprof/ ');
}

test('a signal that ends the demo while it judges is its exit status', async () => {
  const server = await fixtureServer();
  const {child, ended} = startGorowatch(['demo'], {
    env: {PATH: `${fakeGo(server.host)}${path.delimiter}${process.env['PATH']}`},
  });
  // The first is that of the look which is printed before.
  while (server.requests.filter(isIndex).length < 2) await server.nextRequest();
  child.kill('SIGINT');
  const {status, stdout, stderr} = await ended;
  expect(status).toBe(130);
  expect(stdout).toContain('goroutines');
  expect(stderr).toContain('gorowatch: Interrupted');
});
