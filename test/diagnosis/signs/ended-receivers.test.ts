import {describe, expect, test} from 'vitest';
import {alarms, judgedSession, type Goroutine} from '../judged-session.ts';

const main: Goroutine = {id: 1, family: 'IO wait', stack: ['main.main /srv/app/main.go:20']};
const worker: Goroutine = {id: 2, family: 'sleep', stack: ['jobs.(*Queue).work /srv/jobs/queue.go:9']};

function receiver(id: number, given: Partial<Goroutine> = {}): Goroutine {
  return {id, by: 1, family: 'chan receive', stack: ['audit.(*Trail).Run /srv/audit/trail.go:40'], ...given};
}

/** Two more each second, of which none leaves. */
function senders(second: number, type = 'audit.(*Trail)'): readonly Goroutine[] {
  return Array.from({length: Math.max(0, second) * 2}, (_, n) => ({
    id: 1000 + n * 3,
    by: worker.id,
    family: 'chan send',
    stack: [`${type}.Record /srv/audit/trail.go:48`],
  }));
}

/** What is said after 20 s of which the last ten have senders. */
async function saidOf(at: (second: number) => readonly Goroutine[]) {
  const {second, judge} = judgedSession();
  for (let now = 1; now <= 20; now++) await second([main, worker, ...at(now)]);
  return judge();
}

const ran = (second: number) => (second <= 10 ? [receiver(7)] : []);

describe('senders that nobody has taken from since they came', () => {
  test('are a leak where who received in their type ended just before', async () => {
    const diagnosis = await saidOf((second) => [...ran(second), ...senders(second - 10)]);
    expect(alarms(diagnosis)).toEqual(['likely send-receiver-gone 20 audit.(*Trail).Record']);
    expect(diagnosis.verdicts[0]?.evidence).toContainEqual({
      kind: 'receiver-ended',
      function: 'audit.(*Trail).Run',
      count: 1,
    });
  });

  test('wait for one that is busy elsewhere', async () => {
    const busy = receiver(7, {family: 'syscall', stack: ['os.(*File).Sync', 'audit.(*Trail).Run']});
    const said = await saidOf((second) => [second <= 10 ? receiver(7) : busy, ...senders(second - 10)]);
    expect(alarms(said)).toEqual([]);
  });

  test('wait for another that has taken over', async () => {
    const said = await saidOf((second) => [receiver(second <= 10 ? 7 : 8), ...senders(second - 10)]);
    expect(alarms(said)).toEqual([]);
  });

  test('have nothing to do with a receiver of another type that ended', async () => {
    const said = await saidOf((second) => [...ran(second), ...senders(second - 10, 'mail.(*Relay)')]);
    expect(alarms(said)).toEqual([]);
  });

  test('were stuck before somebody of their type ended', async () => {
    const said = await saidOf((second) => [...(second <= 14 ? [receiver(7)] : []), ...senders(second - 10)]);
    expect(alarms(said)).toEqual([]);
  });

  test('do not wait for visitors that came and went', async () => {
    const said = await saidOf((second) => [
      ...(second <= 10 ? [receiver(second * 100)] : []),
      ...senders(second - 10),
    ]);
    expect(alarms(said)).toEqual([]);
  });
});
