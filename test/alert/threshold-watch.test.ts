import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {defaultQueueCapacity} from '../../source/alert/alert-queue.ts';
import {bodyText} from '../helpers/fake-target.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {watchedThresholds, type WatchedThresholds} from './watched-thresholds.ts';

const few = [{name: 'worker', count: 40}];
const many = [{name: 'worker', count: 400}];
const tooMany = [{name: 'worker', count: 20_000}];

async function crossed(it: WatchedThresholds, groups = many): Promise<void> {
  await it.watch(5_500);
  expect(it.rung).toEqual([]);
  const told = () => it.textsOf('dump').length + it.textsOf('problem').length;
  const before = told();
  it.process.groups = groups;
  await it.until(() => told() > before);
}

function isDumping(it: WatchedThresholds): boolean {
  const {kind, endMs} = it.requests.at(-1)!;
  return kind === 'debug=2' && endMs === Infinity;
}

describe('a threshold that is crossed', () => {
  test('rings once, marks the timeline and saves the full stacks', async () => {
    const it = watchedThresholds(['50'], {groups: few});
    await crossed(it);
    await it.clock.advance(60_000);
    expect(it.rung).toHaveLength(1);
    expect(it.textsOf('alert')).toEqual(['goroutines 400 > 50']);
    const [file, ...others] = it.files();
    expect(others).toEqual([]);
    expect(file!.text).toBe(bodyText);
    expect(file!.name).toMatch(/^gorowatch-alert-00001-.*-400-goroutines-above-50\.txt\.gz$/);
    expect(it.textsOf('dump')).toEqual([
      `goroutines 400 > 50: full stacks saved: ${path.join(it.folder, file!.name)}`,
    ]);
    expect(it.of('debug=1')).toHaveLength(0);
  });

  test('tells what it saved, once for alarms at the same moment, and nothing of counts', async () => {
    const it = watchedThresholds(['50', '60'], {groups: few});
    await crossed(it);
    await it.until(() => it.textsOf('dump').length === 2);
    const alertMs = it.session.events.find(({kind}) => kind === 'alert')!.atMs;
    const [saved, ...more] = it.thresholds.saved();
    expect(more).toEqual([]);
    expect(saved).toMatchObject({path: path.join(it.folder, it.files()[0]!.name), missing: 0});
    expect(saved!.atMs).toBeGreaterThanOrEqual(alertMs);

    const large = watchedThresholds(['50'], {groups: few});
    await crossed(large, tooMany);
    expect(large.thresholds.saved()).toEqual([]);
  });

  test('fires only after several samples, and one spike is none', async () => {
    const it = watchedThresholds(['50'], {groups: few});
    await it.watch(5_500);
    it.process.groups = many;
    await it.clock.advance(1_000);
    it.process.groups = few;
    await it.clock.advance(30_000);
    expect(it.rung).toEqual([]);
    expect(it.files()).toEqual([]);
  });

  test('is not counted twice because somebody looks at the full stacks in between', async () => {
    const it = watchedThresholds(['50'], {groups: few});
    await it.watch(5_500);
    it.process.groups = many;
    await it.clock.advance(1_000);
    for (let look = 0; look < 3; look++) {
      const asked = it.sampler.stacks();
      await it.clock.advance(50);
      await asked;
    }

    expect(it.rung).toEqual([]);
  });

  test('watches families, too', async () => {
    const it = watchedThresholds(['select>30'], {groups: few});
    await crossed(it, [...few, {name: 'waiter', count: 31, family: 'select'} as (typeof few)[0]]);
    expect(it.textsOf('alert')).toEqual(['select 31 > 30']);
    expect(it.files()).toHaveLength(1);
  });

  test('fires again after it has cleared and cooled down', async () => {
    const it = watchedThresholds(['50'], {groups: few});
    await crossed(it);
    it.process.groups = few;
    await it.clock.advance(400_000);
    it.process.groups = many;
    await it.until(() => it.textsOf('dump').length === 2);
    expect(it.rung).toHaveLength(2);
    expect(it.files()).toHaveLength(2);
  });

  test('at the same moment as another is saved once, and both are told', async () => {
    const it = watchedThresholds(['50', '60'], {groups: few});
    await crossed(it);
    await it.until(() => it.textsOf('dump').length === 2);
    expect(it.textsOf('alert')).toHaveLength(2);
    expect(it.files()).toHaveLength(1);
  });
});

describe('of more than 10,000 goroutines', () => {
  test('counts are saved instead of full stacks, and it is said why', async () => {
    const it = watchedThresholds(['50'], {groups: few});
    const before = () => it.of('debug=2').length;
    await it.watch(5_500);
    const looks = before();
    it.process.groups = tooMany;
    await it.until(() => it.textsOf('dump').length > 0);
    expect(it.of('debug=1')).toHaveLength(1);
    expect(before()).toBe(looks);
    expect(it.textsOf('dump')[0]).toContain('counts (full stacks would stop it too long) saved: ');
    expect(it.files()[0]!.text).toBe(bodyText);
  });

  test('full stacks are saved when that was asked for beforehand', async () => {
    const it = watchedThresholds(['50'], {groups: few}, {always: true});
    await crossed(it, tooMany);
    expect(it.of('debug=1')).toHaveLength(0);
    expect(it.textsOf('dump')[0]).toContain('full stacks saved: ');
  });
});

describe('a dump that', () => {
  test('the runtime cut is said to be cut, with how many are missing', async () => {
    const it = watchedThresholds(['50'], {groups: few, bytes: () => bodyText.length});
    await it.watch(5_500);
    it.process.groups = many;
    await it.clock.advance(2_000);
    it.process.isComplete = false;
    await it.until(() => it.textsOf('dump').length > 0);
    expect(it.textsOf('dump')[0]).toContain(
      'full stacks (cut by the runtime, 0 goroutines are missing) saved: ',
    );
  });

  test('the disk does not take is a problem that is told; the next alert tries again', async () => {
    const folder = temporaryFolder();
    const blocked = path.join(folder, 'dumps');
    writeFileSync(blocked, 'a file where the folder should be');
    const it = watchedThresholds(['50'], {groups: few}, {folder: blocked});
    await crossed(it);
    const [atStart, problem] = it.textsOf('problem');
    expect(atStart).toMatch(/^alerts would have nothing saved\. .* is not a folder; .*--dump-dir\.$/);
    expect(problem).toMatch(
      /^goroutines 400 > 50: nothing saved\. The dump was not saved: .* is not a folder; .*--dump-dir\.$/,
    );
    const looks = it.of('debug=2').length;
    expect(it.session.status.kind).toBe('live');
    rmSync(blocked);
    it.process.groups = few;
    await it.clock.advance(400_000);
    it.process.groups = many;
    await it.until(() => it.textsOf('dump').length === 1);
    expect(it.of('debug=2').length).toBeGreaterThan(looks);
    expect(it.files()).toHaveLength(1);
  });

  test('cannot be saved stops the target for nothing', async () => {
    const folder = path.join(temporaryFolder(), 'dumps');
    writeFileSync(folder, '');
    const it = watchedThresholds(['50'], {groups: tooMany}, {folder, always: true});
    await it.watch(5_500);
    await it.until(() => it.textsOf('problem').length > 1);
    expect(it.of('debug=2')).toHaveLength(0);
  });

  test('the target refuses is a problem that is told, and leaves no file', async () => {
    const it = watchedThresholds(['50'], {groups: few});
    await it.watch(5_500);
    it.process.failure = (kind) =>
      kind === 'debug=2' && it.rung.length > 0 ? {kind: 'forbidden', afterMs: 5} : undefined;
    it.process.groups = many;
    await it.until(() => it.rung.length > 0);
    let isIdle = false;
    const idle = it.thresholds.whenIdle().finally(() => {
      isIdle = true;
    });
    await it.until(() => isIdle);
    await idle;
    expect(it.textsOf('problem').join('\n')).toContain('nothing saved. fake:6060: forbidden.');
    expect(it.files()).toEqual([]);
    expect(it.session.status.kind).toBe('live');
  });
});

test('more alerts at once than are kept are dropped, counted and said', async () => {
  const limits = Array.from({length: defaultQueueCapacity + 3}, (_, at) => String(50 + at));
  const it = watchedThresholds(limits, {groups: few});
  await crossed(it);
  // One is being saved, as many as the capacity wait.
  expect(it.thresholds.dropped()).toBe(2);
  expect(
    it.textsOf('alert').filter((text) => text.endsWith('(not saved: too many alerts at once)')),
  ).toHaveLength(2);
  expect(it.rung).toHaveLength(limits.length);
});

describe('after a restart of the target', () => {
  test('what was concluded about the old process is forgotten', async () => {
    const it = watchedThresholds(['50'], {groups: few});
    await crossed(it);
    it.process.allocationSites = 3;
    await it.until(() => it.textsOf('dump').length === 2);
    expect(it.textsOf('restarted')).toHaveLength(1);
    expect(it.rung).toHaveLength(2);
  });

  test('nothing more is forgotten when the event itself is so old that it is dropped', async () => {
    const it = watchedThresholds(['50'], {groups: few});
    await it.watch(5_500);
    it.process.allocationSites = 3;
    await it.clock.advance(2_000);
    it.process.groups = many;
    await it.until(() => it.textsOf('dump').length === 1);
    for (let event = 0; event < 600; event++) it.session.addEvent('problem', `event ${event}`);
    await it.clock.advance(60_000);
    expect(it.textsOf('restarted')).toEqual([]);
    expect(it.rung).toHaveLength(1);
  });
});

describe('closing', () => {
  test('ends the watch over the thresholds', async () => {
    const it = watchedThresholds(['50'], {groups: few});
    await it.watch(5_500);
    await it.thresholds.close();
    it.process.groups = many;
    await it.clock.advance(60_000);
    expect(it.rung).toEqual([]);
    expect(it.files()).toEqual([]);
  });

  test('gives up a dump under way and leaves nothing of it behind', async () => {
    const it = watchedThresholds(['50'], {groups: few});
    await it.watch(5_500);
    // Only the dump takes that long, not the looks before it.
    it.process.workMs = (kind) => (kind === 'debug=2' && it.rung.length > 0 ? 60_000 : 0.5);
    it.process.groups = many;
    await it.until(() => it.rung.length === 1 && isDumping(it));
    await it.thresholds.close();
    expect(it.files()).toEqual([]);
  });

  test('the watch of the target gives up a dump under way, and says so', async () => {
    const it = watchedThresholds(['50'], {groups: few});
    await it.watch(5_500);
    it.process.workMs = (kind) => (kind === 'debug=2' && it.rung.length > 0 ? 60_000 : 0.5);
    it.process.groups = many;
    await it.until(() => it.rung.length === 1 && isDumping(it));
    await it.end();
    await it.thresholds.whenIdle();
    expect(it.files()).toEqual([]);
    expect(it.textsOf('problem')).toEqual([
      expect.stringMatching(/^goroutines \S+ > 50: nothing saved\. The request to fake:6060 was given up\.$/),
    ]);
  });
});
