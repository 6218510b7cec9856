// Recording as the screen starts, stops and shows it.

import type {RecordingSwitch} from '../../components/inspector-actions.ts';
import {createRecording, type Recorded} from '../create-recording.ts';

type ScreenRecorder = RecordingSwitch & {
  /** Finishes the file when the screen is left; resolves to the sentences for the shell that the user comes back to. */
  readonly end: () => Promise<string>;
};

/**
 * What the key that records does: a new file each time it begins.
 *
 * @param onFailure told in a sentence when something keeps it from writing.
 */
export function screenRecorder(watching: Recorded, onFailure: (sentence: string) => void): ScreenRecorder {
  const {clock} = watching.session;
  const recording = createRecording(watching, {onFailure});
  const ended: string[] = [];

  async function stop(): Promise<string> {
    const sentence = await recording.stop();
    ended.push(`gorowatch: ${sentence}\n`);
    return sentence;
  }

  return {
    async toggle() {
      const status = recording.status();
      if (status === undefined) return recording.start();
      const sentence = await stop();
      // One that has failed is over already: who presses the key has made room, and wants another.
      return status.problem === undefined ? sentence : recording.start();
    },
    now() {
      const status = recording.status();
      return status && {forMs: clock.monotonicMs() - status.sinceMs, problem: status.problem};
    },
    async end() {
      if (recording.isOn()) await stop();
      return ended.join('');
    },
  };
}
