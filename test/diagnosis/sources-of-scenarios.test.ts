import {afterAll, describe, expect, test} from 'vitest';
import {readingSource} from '../../source/commands/reading-source.ts';
import {isAtLeast} from '../../source/diagnosis/verdict.ts';
import {ProfileDecoder} from '../../source/profile/decoder.ts';
import {recordingOf, replay} from './replay.ts';

const decoder = new ProfileDecoder();
afterAll(() => decoder.close());

// The recorded program was built with -trimpath, so its source is found only below the folder.
const readSource = readingSource(['demo-go-app']);

describe('with its source at hand, the first verdict on demo-go-app', () => {
  test.each([
    ['ticker-not-stopped', 'ticker-loop', 'for range ticker.C {'],
    ['time-after-in-loop', 'time-after-loop', 'select {'],
    ['context-never-cancelled', 'context-never-cancelled', '<-ctx.Done()'],
    ['timer-not-stopped', 'receive-never-sent', '<-timer.C'],
    ['range-never-closed', 'range-never-closed', 'for row := range rows {'],
    ['select-no-exit', 'select-no-exit', 'select {'],
    ['sleep-loop', 'sleep-loop', 'time.Sleep(beatEvery)'],
    ['socket-no-deadline', 'socket-no-deadline', '_, err := p.connection.Read(answer[:])'],
  ])('%s has the pattern that only the source tells, and the line', async (scenario, pattern, code) => {
    const {diagnosis} = await replay(recordingOf(scenario, 'leaky'), decoder, undefined, readSource);
    const first = diagnosis.verdicts[0]!;
    expect([first.level, first.pattern]).toEqual(['likely', pattern]);
    const {source} = first;
    expect(source?.kind).toBe('found');
    const line =
      source?.kind === 'found' ? source.lines.find(({number}) => number === source.line) : undefined;
    expect(line?.text.trim()).toBe(code);
  });

  test('busy-select is likely, as its source says that it never waits', async () => {
    const {diagnosis} = await replay(recordingOf('busy-select', 'leaky'), decoder, undefined, readSource);
    expect(diagnosis.verdicts[0]).toMatchObject({level: 'likely', pattern: 'busy-loop'});
  });

  test.each([
    'ticker-not-stopped',
    'time-after-in-loop',
    'sleep-loop',
    'select-no-exit',
    'socket-no-deadline',
    'busy-select',
  ])('%s, put right, is nothing that the source makes a leak of', async (scenario) => {
    const {diagnosis} = await replay(recordingOf(scenario, 'fixed'), decoder, undefined, readSource);
    expect(diagnosis.verdicts.filter(({level}) => isAtLeast(level, 'likely'))).toEqual([]);
  });

  test('says that the source is not there, and what the stack alone tells, without the folder', async () => {
    const answers = recordingOf('ticker-not-stopped', 'leaky');
    const {diagnosis} = await replay(answers, decoder, undefined, readingSource([]));
    expect(diagnosis.verdicts[0]).toMatchObject({pattern: 'range-never-closed', source: {kind: 'none'}});
  });
});
