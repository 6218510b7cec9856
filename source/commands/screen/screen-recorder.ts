// Recording as the screen starts, stops and shows it.

import type {RecordingSwitch} from '../../components/inspector-actions.ts';
import type {Notice} from '../../view/inspector/inspector-state.ts';
import {createRecording, type Recorded, type RecordingOutcome} from '../create-recording.ts';

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
  let stopping: Promise<RecordingOutcome> | undefined;
  let isLeft = false;

  /** However often the key is pressed meanwhile, it ends once. */
  function stop(): Promise<RecordingOutcome> {
    stopping ??= recording
      .stop()
      .then((outcome) => {
        ended.push(`gorowatch: ${outcome.sentence}\n`);
        return outcome;
      })
      .finally(() => {
        stopping = undefined;
      });
    return stopping;
  }

  async function startOrStop(): Promise<RecordingOutcome> {
    const status = recording.status();
    if (status === undefined) return recording.start();
    const outcome = await stop();
    // One that has failed is over already: who presses the key has made room, and wants another.
    return status.problem === undefined || isLeft ? outcome : recording.start();
  }

  return {
    async toggle(): Promise<Notice> {
      const {sentence, hasFailed} = await startOrStop();
      return {text: sentence, kind: hasFailed ? 'problem' : 'good'};
    },
    now() {
      const status = recording.status();
      return status && {forMs: clock.monotonicMs() - status.sinceMs, problem: status.problem};
    },
    async end() {
      isLeft = true;
      if (recording.isOn()) await stop();
      return ended.join('');
    },
  };
}
