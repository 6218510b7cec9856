// Writes a recording until it cannot, and says after each commit how many samples are in it, then why it has ended.
import {writeSync} from 'node:fs';
import {createRecorder} from '../../source/recording/recorder.ts';
import {killedOptions} from './killed-options.ts';
import {synthetic} from './synthetic.ts';

const [, , file = ''] = process.argv;
let samples = 0;
try {
  const recorder = createRecorder({
    file,
    target: {name: 'shop:6060', url: 'http://shop:6060/debug/pprof/'},
    version: '0.1.0',
    onFailure(sentence) {
      writeSync(1, `${sentence}\n`);
      process.exit(0);
    },
    soon: () => {},
  });
  for (const entry of synthetic({...killedOptions, groups: 200, changing: 150})) {
    recorder.write(entry);
    if (entry.kind !== 'cost') continue;
    recorder.commit();
    writeSync(1, `${++samples}\n`);
    await recorder.settled();
  }
} catch (error) {
  writeSync(1, `0\n${error instanceof Error ? error.message : ''}\n`);
}
