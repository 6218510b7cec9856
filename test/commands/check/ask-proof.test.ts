import {describe, expect, test} from 'vitest';
import {prove, proofCost} from '../../../source/commands/check/ask-proof.ts';
import {createStandingDiagnosis} from '../../../source/diagnosis/standing-diagnosis.ts';
import {group, snapshot, watched} from '../../helpers/session.ts';

const senders = (leaked: number) =>
  group(8, 'chan send', 'check.report check.go:72', {leaked, ids: [1, 2, 3]});
const expectedStopMs = () => 12;

function live(hasLeakProfile = true) {
  const target = watched();
  target.session.facts = {...target.session.facts, hasLeakProfile};
  target.sees(senders(0));
  return target;
}

const costOf = ({session}: ReturnType<typeof live>) =>
  proofCost({session, sampler: {expectedStopMs} as Parameters<typeof proofCost>[0]['sampler']});

/** As with a sampler that counts as soon as it has its turn again. */
async function ask(leaked: number, brings: 'stacks' | 'marks' = 'stacks') {
  const target = live();
  const {session} = target;
  const diagnosis = createStandingDiagnosis({session, texts: async () => new Map()});
  const said = await prove({
    session,
    diagnosis,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest is not asked
    sampler: {
      ask: async (request: (signal: AbortSignal) => Promise<unknown>) => {
        const answer = await request(new AbortController().signal);
        target.sees(senders(0));
        return answer;
      },
      proof: async () => {
        const found = snapshot([senders(leaked)]);
        if (brings === 'stacks') await session.addLook(found);
        else session.markLeaked(found);
        return found;
      },
    } as unknown as Parameters<typeof prove>[0]['sampler'],
  });
  diagnosis.close();
  return {session, diagnosis, said};
}

describe('what proof would cost', () => {
  test('is a stop for the full stacks, as long as they are affordable', () => {
    const target = live();
    expect(costOf(target)).toEqual({isOffered: true, goroutines: 8, stoppedMs: 12});
    target.sees(group(48_000, 'select', 'main.a'));
    expect(costOf(target)).toEqual({isOffered: true, goroutines: 48_000, stoppedMs: 0});
  });

  test('is not asked where the target does not offer it: what it would take is said', () => {
    const cost = costOf(live(false));
    expect(cost).toMatchObject({isOffered: false});
    expect(JSON.stringify(cost)).toContain(
      'it takes Go 1.27, or 1.26 with GOEXPERIMENT=goroutineleakprofile',
    );
  });

  test('is not asked of a target that is lost', () => {
    const target = live();
    target.loses('connection refused');
    expect(costOf(target)).toEqual({isOffered: false, why: 'localhost:6060 is out of reach.'});
  });
});

describe('asking the garbage collector', () => {
  test('tells how many it proves, and has them judged at once', async () => {
    const {session, diagnosis, said} = await ask(8);
    expect(said).toBe('The garbage collector proves 8 goroutines leaked, at 1 place.');
    expect(diagnosis.current()?.verdicts.map(({level}) => level)).toEqual(['proven']);
    expect(session.events.map(({kind}) => kind)).toContain('proof');
  });

  test('without full stacks has its marks judged before the next counts take them away', async () => {
    const {session, diagnosis} = await ask(8, 'marks');
    expect(session.latest?.snapshot.groups.map(({leaked}) => leaked)).toEqual([0]);
    expect(diagnosis.current()?.verdicts.map(({level}) => level)).toEqual(['proven']);
  });

  test('says what it means that it proves none', async () => {
    const {diagnosis, said} = await ask(0);
    expect(said).toMatch(/^The garbage collector finds none that can never wake up/);
    expect(diagnosis.current()?.verdicts.filter(({level}) => level === 'proven')).toEqual([]);
  });
});
