import {readFileSync} from 'node:fs';
import {parseAddress} from '../target/address.ts';
import {openTarget, type PprofTarget} from '../target/pprof-target.ts';
import {openRecordedAnswers} from '../target/recorded-target.ts';
import {startDemoApp} from './demo-app.ts';
import type {Arguments} from './read-arguments.ts';
import {snapshotOf} from './snapshot.ts';
import {abilitiesFor, watchTarget} from './watch.ts';

/** The bundle lies in dist/, the sources in source/commands/; the recording is beside either. */
const recordingUrl = new URL('./demo-recording.bin', import.meta.url);

function say(text: string): void {
  process.stderr.write(`gorowatch: ${text}\n`);
}

/** `gorowatch demo`: watches demo-go-app, or a recording of it. Without a terminal: one look at it. */
export async function demo(given: Arguments): Promise<number> {
  const app = await startDemoApp(say);
  try {
    if ('target' in app) return await show(openTarget(parseAddress(app.target)), given, 'DEMO');
    say(`${app.reason} Replaying a recording of demo-go-app instead.`);
    const recorded = openRecordedAnswers(readFileSync(recordingUrl), () => performance.now());
    return await show(recorded, given, 'RECORDING');
  } finally {
    if ('target' in app) app.stop();
  }
}

function show(target: PprofTarget, given: Arguments, mode: string): Promise<number> {
  return abilitiesFor(given).interactive || given.text('for') !== undefined
    ? watchTarget(target, given, mode)
    : snapshotOf(target, given);
}
