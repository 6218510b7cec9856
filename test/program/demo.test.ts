import {expect, test} from 'vitest';
import {gorowatch} from '../helpers/gorowatch.ts';
import {inspect} from '../helpers/inspector.ts';

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
