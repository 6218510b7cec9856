import {fileURLToPath} from 'node:url';
import {openRecording} from '../recording/open-recording.ts';
import {parseAddress} from '../target/address.ts';
import {openTarget} from '../target/pprof-target.ts';
import {readCheckOptions} from './check/check-options.ts';
import {checkRecording} from './check/check-recording.ts';
import {checkTarget} from './check/check-target.ts';
import {printChecked} from './check/check.ts';
import type {Checked} from './check/checked.ts';
import {startDemoApp} from './demo-app.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {printMoment, withRecording} from './replay.ts';
import {snapshotOf} from './snapshot.ts';
import {watchTarget} from './watch.ts';
import {abilitiesFor} from './abilities-for.ts';

/** The bundle lies in dist/, the sources in source/commands/; the recording is beside either. */
const recordingUrl = new URL('./demo-recording.gorowatch', import.meta.url);

/** A few rounds of the leak that the demo has. */
const checkMs = 16_000;

function say(text: string): void {
  process.stderr.write(`gorowatch: ${text}\n`);
}

/** `gorowatch demo`: watches demo-go-app, or a recording of it. Without a terminal: one look at it, and its verdicts. */
export async function demo(given: Arguments): Promise<number> {
  const app = await startDemoApp(say);
  try {
    if ('target' in app) {
      const address = parseAddress(app.target);
      if (wantsWatch(given)) return await watchTarget(openTarget(address), given, 'DEMO');
      const status = await snapshotOf(openTarget(address), given);
      const options = {...readCheckOptions(given), forMs: checkMs};
      const checked = await checkTarget(openTarget(address), options, app.target);
      tell(checked, given);
      return checked.endedBy ?? status;
    }

    say(`${app.reason} Replaying a recording of demo-go-app instead.`);
    const file = fileURLToPath(recordingUrl);
    const abilities = abilitiesFor(given);
    await withRecording(file, async (kept) => {
      if (abilities.interactive) {
        const {replayScreen} = await import('./screen/replay-screen.tsx');
        await replayScreen(kept, given, abilities, {plays: true});
      } else {
        printMoment(kept, given, [file]);
      }
    });
    if (!abilities.interactive) tell(await checkRecording(() => openRecording(file), {sources: []}), given);
    return 0;
  } finally {
    if ('target' in app) app.stop();
  }
}

function wantsWatch(given: Arguments): boolean {
  return abilitiesFor(given).interactive || given.text('for') !== undefined;
}

/** Prints the verdicts below the snapshot. What is found is what the demo is for: it is no failure. */
function tell(checked: Checked, given: Arguments): void {
  process.stdout.write('\n');
  printChecked(checked, readCheckOptions(given), given);
}
