import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {createRecorder} from '../../source/recording/recorder.ts';
import {gorowatch} from '../helpers/gorowatch.ts';
import {expectContract, readSnapshot} from '../helpers/snapshot-contract.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {anySession} from '../session/any-session.ts';

const fixtures = path.join(import.meta.dirname, '..', 'fixtures', 'goroutine');
const dump = path.join(fixtures, 'go1.26', 'g2.txt');
const demo = path.join(import.meta.dirname, '..', '..', 'source/commands/demo-recording.gorowatch');

/** The recording of two minutes of a session, and how many goroutines it saw at its end. */
async function recorded(): Promise<{readonly file: string; readonly total: number}> {
  const {session, happens} = anySession(7, 3_600_000);
  const file = path.join(temporaryFolder(), 'shop.gorowatch');
  const recorder = createRecorder({
    file,
    target: session.facts,
    version: '0',
    onFailure(sentence) {
      throw new Error(sentence);
    },
  });
  session.follow((entry) => recorder.write(entry));
  for (let step = 0; step < 80; step++) await happens();
  await recorder.close();
  return {file, total: session.history.total.last ?? 0};
}

describe('without a terminal', () => {
  test('a recording is its last moment', async () => {
    const {file, total} = await recorded();
    const ended = await gorowatch(['replay', file, '--json']);
    expect(ended).toMatchObject({status: 0, stderr: ''});
    const shown = readSnapshot(ended.stdout);
    expectContract(shown);
    expect(shown.target.name).toBe('localhost:6060');
    expect(total).toBeGreaterThan(0);
  });

  test('a recording is another moment with --at', async () => {
    const {file} = await recorded();
    const first = readSnapshot((await gorowatch(['replay', file, '--json', '--at', 'start'])).stdout);
    const last = readSnapshot((await gorowatch(['replay', file, '--json'])).stdout);
    expect(Date.parse(first.takenAt)).toBeLessThan(Date.parse(last.takenAt));
  });

  test('a dump is one moment, with the groups that snapshot shows', async () => {
    const [replayed, snapshot] = await Promise.all(
      ['replay', 'snapshot'].map(async (command) =>
        readSnapshot((await gorowatch([command, dump, '--json'])).stdout),
      ),
    );
    expect(replayed!.total).toBe(snapshot!.total);
    const [again, once] = [replayed!, snapshot!].map(({groups}) =>
      groups.map(({key, count}) => `${key} ${count}`).toSorted(),
    );
    expect(again).toEqual(once);
  });

  test('several files are one moment each, in the order given', async () => {
    const other = path.join(fixtures, 'go1.25', 'g2.txt');
    const replay = async (...more: string[]) =>
      readSnapshot((await gorowatch(['replay', dump, other, '--json', ...more])).stdout);
    const snapshot = readSnapshot((await gorowatch(['snapshot', dump, '--json'])).stdout);
    expect((await replay('--at', 'start')).total).toBe(snapshot.total);
    expect((await replay()).takenAt).not.toBe((await replay('--at', 'start')).takenAt);
  });

  test('stdin is a file too', async () => {
    const ended = await gorowatch(['replay', '-'], {
      stdin: 'goroutine 1 [chan send]:\nmain.main()\n\t/srv/app/main.go:10 +0x1\n\n',
    });
    expect(ended).toMatchObject({status: 0, stderr: ''});
    expect(ended.stdout).toContain('main.main');
  });
});

test('check judges a recording as of its end', async () => {
  const ended = await gorowatch(['check', demo, '--json']);
  expect(ended).toMatchObject({status: 1, stderr: ''});
  const diagnosis = JSON.parse(ended.stdout) as {
    readonly samples: {readonly groups: number; readonly stacks: number};
    readonly verdicts: readonly {readonly pattern: string; readonly group: {readonly function: string}}[];
  };
  expect(diagnosis.samples.groups).toBeGreaterThan(10);
  expect(diagnosis.samples.stacks).toBeGreaterThan(2);
  expect(diagnosis.verdicts[0]!.pattern).toBe('range-never-closed');
  expect(diagnosis.verdicts[0]!.group.function).toBe(
    'gorowatch.dev/demo-go-app/scenario/feeds.(*Importer).store',
  );
});

test('snapshot of a recording is its last moment', async () => {
  const {file} = await recorded();
  // What was fetched for it is not known any more.
  expect((await gorowatch(['snapshot', file])).stdout.split('\n')[0]).toMatch(/goroutines {2}[\d:]+$/);
  const [snapshot, replayed] = await Promise.all(
    ['snapshot', 'replay'].map((command) => gorowatch([command, file, '--json'])),
  );
  expect(snapshot).toEqual(replayed);
  expect(snapshot!.status).toBe(0);
});

test('check and replay take one recording at a time', async () => {
  const {file} = await recorded();
  for (const command of ['check', 'replay']) {
    const ended = await gorowatch([command, file, demo]);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(
      /^gorowatch: One recording is (?:judged|replayed) at a time\. Name it alone\.\n$/,
    );
  }
});

/** With less of it, the names of its groups may be gone, and then nothing can be shown: of one of minutes they are one row. */
const keptPart = 0.9;

function cut(): string {
  const file = path.join(temporaryFolder(), 'cut.gorowatch');
  const whole = readFileSync(demo);
  writeFileSync(file, whole.subarray(0, Math.floor(whole.length * keptPart)));
  return file;
}

describe('a recording whose end is cut off', () => {
  const other = path.join(fixtures, 'go1.25', 'g2.txt');
  test.each([
    ['replay', [], 'feeds.(*Importer).store', 0],
    ['snapshot', [], 'feeds.(*Importer).store', 0],
    ['check', [], 'feeds.(*Importer).store', 1],
    ['report', [], 'feeds.(*Importer).store', 0],
    ['diff', [other], 'goroutines', 1],
  ] as const)('is told of by %s, and read as far as it can be', async (command, more, shown, status) => {
    const file = cut();
    const refused = await gorowatch([command, file, ...more]);
    expect(refused).toMatchObject({status: 4, stdout: ''});
    expect(refused.stderr).toMatch(
      /^gorowatch: .* is damaged: .*\. Add --salvage to read what is left of it\.\n$/,
    );
    const ended = await gorowatch([command, '--salvage', file, ...more]);
    expect(ended.status).toBe(status);
    expect(ended.stderr).toMatch(/stretches were found, \d+ of them whole\.\n/);
    expect(ended.stdout).toContain(shown);
  });
});

test('--salvage leaves what is no recording as it is', async () => {
  const ended = await gorowatch(['diff', '--salvage', dump, dump]);
  expect(ended).toMatchObject({status: 0, stderr: ''});
  const piped = await gorowatch(['snapshot', '--salvage', '-'], {stdin: readFileSync(dump)});
  expect(piped).toMatchObject({status: 0, stderr: ''});
  expect((await gorowatch(['check', '--salvage', dump])).stderr).toMatch(
    /^gorowatch: Nothing in .* can be read\./,
  );
});

test.each([
  ['replay', ['--at', '9d ago'], '--at 9d ago is before the beginning: '],
  ['replay', ['--at', '2099-01-01 12:00'], '--at 2099-01-01 12:00 is after the end: '],
  ['report', ['--from', '9d ago'], '--from 9d ago is before the beginning: '],
  ['report', ['--to', '2099-01-01 12:00'], '--to 2099-01-01 12:00 is after the end: '],
])('%s %j takes the nearest moment, and says so', async (command, options, sentence) => {
  const ended = await gorowatch([command, demo, ...options]);
  expect(ended.status).toBe(0);
  expect(ended.stderr).toMatch(/^gorowatch: [^\n]* [\d:]+ is taken instead\.\n$/);
  expect(ended.stderr).toContain(sentence);
  const whole = await gorowatch([
    command,
    demo,
    ...(command === 'replay' && sentence.includes('before') ? ['--at', 'start'] : []),
  ]);
  expect(ended.stdout.split('\n').slice(1, 3)).toEqual(whole.stdout.split('\n').slice(1, 3));
});

test.each([
  ['--to', '9d ago', 'before the beginning, '],
  ['--from', '2099-01-01 12:00', 'after the end, '],
])('report %s %s leaves nothing to report, and says so', async (option, time, sentence) => {
  const ended = await gorowatch(['report', demo, option, time]);
  expect(ended).toMatchObject({status: 2, stdout: ''});
  expect(ended.stderr).toContain(`${option} ${time} is ${sentence}`);
});

test('a report that would end before it begins is refused', async () => {
  const ended = await gorowatch(['report', demo, '--from', '1m ago', '--to', '2m ago']);
  expect(ended).toMatchObject({status: 2, stdout: ''});
  expect(ended.stderr).toContain('would end before it begins');
});

/** As a clock in UTC shows it. */
function clockTime(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(11, 19);
}

describe('FILE@TIME', () => {
  test('is a moment of a recording for every command that reads one', async () => {
    const env = {TZ: 'UTC'};
    const {takenAt} = readSnapshot((await gorowatch(['snapshot', demo, '--json'])).stdout);
    const minutesBefore = (minutes: number) =>
      Math.floor(Date.parse(takenAt) / 1000) * 1000 - minutes * 60_000;
    const at = minutesBefore(5);
    const time = clockTime(at);
    const [snapshot, replayed, replayedAt] = await Promise.all(
      [
        ['snapshot', `${demo}@${time}`],
        ['replay', `${demo}@${time}`],
        ['replay', demo, '--at', time],
      ].map((args) => gorowatch([...args, '--json'], {env})),
    );
    expect(Math.abs(Date.parse(readSnapshot(snapshot!.stdout).takenAt) - at)).toBeLessThan(2_000);
    expect(replayed).toEqual(snapshot);
    expect(replayedAt).toEqual(snapshot);
    const checked = await gorowatch(['check', `${demo}@${time}`, '--json'], {env});
    expect(Date.parse((JSON.parse(checked.stdout) as {readonly to: string}).to)).toBeLessThan(at + 2_000);
    const [healthy, ended] = await Promise.all(
      [clockTime(minutesBefore(11)), 'end'].map((when) => gorowatch(['check', `${demo}@${when}`], {env})),
    );
    expect([healthy!.status, ended!.status]).toEqual([0, 1]);
  });

  test.each([
    [['replay', `${demo}@15:50`, '--at', '15:51'], 2, 'The moment is given twice.'],
    [['snapshot', `${demo}@teatime`], 2, '@teatime: "teatime" is not a time.'],
    [['check', `${dump}@15:50`], 2, 'is not a recording: it holds no moment at 15:50.'],
    [['replay', '/nowhere/a.gorowatch@15:50'], 4, '/nowhere/a.gorowatch does not exist.'],
    [['replay', `${demo}@15:50`, dump], 2, 'One recording is replayed at a time.'],
  ] as const)('%j is %i, with a sentence', async (args, status, sentence) => {
    const ended = await gorowatch([...args]);
    expect(ended).toMatchObject({status, stdout: ''});
    expect(ended.stderr).toContain(sentence);
  });
});

describe('what cannot be replayed is said in a sentence', () => {
  test('no file', async () => {
    const ended = await gorowatch(['replay', 'localhost:6060']);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain('localhost:6060 is not a file.');
  });

  test('a recording that is cut', async () => {
    const file = path.join(temporaryFolder(), 'cut.gorowatch');
    writeFileSync(file, 'SQLite format 3\0 and no more');
    const ended = await gorowatch(['replay', file]);
    expect(ended.status).toBe(4);
    expect(ended.stderr).toMatch(/^gorowatch: .*cut\.gorowatch .+\.\n$/);
  });

  test('a moment that it does not have', async () => {
    const {file} = await recorded();
    const ended = await gorowatch(['replay', file, '--at', 'soon']);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain('"soon" is not a time.');
  });
});
