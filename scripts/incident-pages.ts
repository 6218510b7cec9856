import packageJson from '../package.json' with {type: 'json'};
import {patterns} from '../source/diagnosis/patterns.ts';
import {openRecording} from '../source/recording/open-recording.ts';
import {incidentOf} from '../source/report/incident-of.ts';
import {recordingSource} from '../source/report/recording-source.ts';
import {reportClock} from '../source/report/report-clock.ts';
import {writeReport} from '../source/report/write-report.ts';

export const incidentPagesFolder = 'docs/incident';
const recordingFile = 'source/commands/demo-recording.gorowatch';
const forms = ['md', 'html'] as const;

/**
 * The report that the recording of the demo gives, by the name of its page: what `gorowatch report` writes, with the
 * recording's end as the time at which it was made.
 */
export async function incidentPages(): Promise<ReadonlyMap<string, string>> {
  const recording = openRecording(recordingFile);
  try {
    const source = recordingSource(recording);
    if (source === undefined) throw new Error(`Nothing was counted in ${recordingFile}.`);
    const told = {
      ...source,
      events: source.events.map((event) => ({...event, text: withPlainFolder(event.text)})),
    };
    const incident = await incidentOf(told, {
      version: packageJson.version,
      madeWallMs: source.wallMsOf(source.lastMs),
      wantsDump: true,
    });
    const telling = {patterns, proofCommand: undefined, clock: reportClock(incident)};
    return new Map(forms.map((form) => [`report.${form}`, String(writeReport(form, incident, telling))]));
  } finally {
    recording.close();
  }
}

/** It was recorded in a temporary folder, whose name is of no use to anybody. */
function withPlainFolder(text: string): string {
  return text.replaceAll(/\/tmp\/gorowatch-demo-\w+\//g, '/tmp/gorowatch-demo/');
}
