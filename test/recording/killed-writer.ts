// Writes several recordings at once until it is killed, and says after each commit which sample is in which.
import {writeSync} from 'node:fs';
import path from 'node:path';
import {createRecorder} from '../../source/recording/recorder.ts';
import {synthetic} from './synthetic.ts';
import {killedOptions} from './killed-options.ts';

const [, , folder = '', files = '1'] = process.argv;
const writers = Array.from({length: Number(files)}, (_, number) => ({
  number,
  sample: 0,
  entries: synthetic({...killedOptions, seed: number + 1}),
  recorder: createRecorder({
    file: path.join(folder, `${number}.gorowatch`),
    target: {name: 'shop:6060', url: 'http://shop:6060/debug/pprof/'},
    version: '0.1.0',
    maxBytes: 2 ** 30,
    onFailure: (sentence) => writeSync(2, `${sentence}\n`),
    soon: () => {},
  }),
}));

for (let turn = 0; ; turn++) {
  // Each is at another point of its life.
  for (const writer of writers) {
    if (turn % (writer.number + 1) !== 0) continue;
    for (;;) {
      const {value: entry, done} = writer.entries.next();
      if (done === true) process.exit(3);
      writer.recorder.write(entry);
      if (entry.kind === 'cost') break;
    }

    writer.recorder.commit();
    writeSync(1, `${writer.number} ${++writer.sample}\n`);
    await writer.recorder.settled();
  }

  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}
