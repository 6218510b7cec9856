import {describe, expect, test, vi} from 'vitest';
import type {Player} from '../../source/components/inspector-actions.ts';
import type {Inspector} from '../../source/components/inspector.ts';
import {RecordingError} from '../../source/recording/recording-error.ts';
import {formatClock} from '../../source/view/text/format.ts';
import {group, watched} from '../helpers/session.ts';
import {onScreen} from './on-screen.tsx';

const sleepers = (count: number) => group(count, 'sleep', 'retry.loop retry.go:5', {ids: [5, 6, 7]});

/** A recording of ten seconds, which stands at its beginning. */
async function replayed() {
  const target = watched('incident.gorowatch');
  for (let second = 0; second < 10; second++) target.sees(sleepers(10 + second));
  let inspector: Inspector | undefined;
  let isPlaying = false;
  const firstMs = target.clock.monotonicMs() - 9000;
  const player = {
    isPlaying: () => isPlaying,
    speed: () => 4,
    toggle: vi.fn<Player['toggle']>(() => {
      isPlaying = !isPlaying;
    }),
    faster: vi.fn<Player['faster']>(),
    slower: vi.fn<Player['slower']>(),
    seek: vi.fn<Player['seek']>((atMs) => inspector?.show(target.session, atMs)),
  };
  const screen = await onScreen(target, {
    actions: {player},
    mode: 'RECORDING',
    state: {held: {atMs: firstMs, why: 'replayed', sinceMs: firstMs}},
  });
  inspector = screen.inspector;
  return {target, screen, player, firstMs, inspector: screen.inspector};
}

describe('a replay', () => {
  test('says which moment is shown, and whether it plays', async () => {
    const {target, screen, inspector, firstMs} = await replayed();
    const wallMs = target.clock.wallMs() - 9000;
    expect(screen.lines()[0]).toContain('RECORDING');
    expect(screen.lines()[0]).toContain(`REPLAY ${formatClock(wallMs)} stopped`);
    expect(screen.lines()[0]).not.toContain('LIVE');
    expect(screen.lines()[0]).not.toContain('collecting');
    await screen.press('space');
    inspector.show(target.session, firstMs + 3000);
    await screen.settle();
    expect(screen.lines()[0]).toContain(`REPLAY ${formatClock(wallMs + 3000)} 4×`);
    expect(screen.lines()[1]).toContain('goroutines 13 ');
  });

  test('is played, stopped, made faster and slower', async () => {
    const {screen, player} = await replayed();
    await screen.press('space', '+', '=', '-');
    expect(player.toggle).toHaveBeenCalledTimes(1);
    expect(player.faster).toHaveBeenCalledTimes(2);
    expect(player.slower).toHaveBeenCalledTimes(1);
    expect(screen.inspector.state.held?.why).toBe('replayed');
  });

  test('tells what cannot be read, and goes on', async () => {
    const {screen, player} = await replayed();
    player.seek.mockImplementationOnce(() => {
      throw new RecordingError('damaged', 'x.gorowatch is damaged: a page.', 'Replay it with --salvage.');
    });
    await screen.press('right');
    expect(screen.text()).toContain('x.gorowatch is damaged: a page. Replay it with --salvage.');
    await screen.press('right');
    expect(screen.text()).not.toContain('is damaged');
    expect(player.seek).toHaveBeenCalledTimes(2);
  });

  test('is gone through with the keys that rewind', async () => {
    const {screen, player, firstMs} = await replayed();
    await screen.press('right', 'right');
    expect(screen.lines()[1]).toContain('goroutines 12 ');
    await screen.press('left');
    expect(screen.lines()[1]).toContain('goroutines 11 ');
    await screen.press('end');
    expect(player.seek).toHaveBeenLastCalledWith(firstMs + 9000);
    expect(screen.lines()[1]).toContain('goroutines 19 ');
    await screen.press('t');
    await screen.type('4s ago');
    await screen.press('enter');
    expect(screen.lines()[1]).toContain('goroutines 15 ');
  });

  test('stays at its end, and says that it is there', async () => {
    const {screen} = await replayed();
    await screen.press('end', 'right');
    expect(screen.lines()[0]).toContain('REPLAY');
    await screen.press('end');
    expect(screen.text()).toContain('This is the end already.');
    await screen.press(']');
    expect(screen.text()).toContain('This is the end: no event comes after it.');
  });

  test('has no keys that need a process', async () => {
    const {screen} = await replayed();
    await screen.press('d', 'L', 'R');
    expect(screen.did.dump).not.toHaveBeenCalled();
    expect(screen.inspector.state.question).toBeUndefined();
    expect(screen.lines().at(-1)).not.toMatch(/dump|proof|record/);
    await screen.press('esc');
    expect(screen.lines()[0]).toContain('REPLAY');
  });

  test('tells how it stood with the target at that moment, not how recording it ended', async () => {
    const {screen, target, inspector, firstMs} = await replayed();
    target.loses('connection refused');
    inspector.show(target.session, firstMs + 2000);
    await screen.settle();
    expect(screen.text()).not.toContain('connection refused');
    target.passes(5000);
    inspector.show(target.session, target.clock.monotonicMs());
    await screen.settle();
    expect(screen.lines()[0]).toContain('out of reach then');
    expect(screen.text()).toContain('connection refused');
  });

  test('shows the stack of a goroutine whose own text was not recorded, and says so', async () => {
    const {target, screen, inspector} = await replayed();
    target.sees(sleepers(3));
    await target.looks(sleepers(3));
    inspector.show(target.session, target.clock.monotonicMs());
    await screen.press('3', 'enter');
    expect(screen.text()).toContain("goroutine 5 · its group's stack; arguments were not recorded");
    expect(screen.text()).toContain('retry.loop');
    expect(screen.text()).toContain('retry.go:5');
    await screen.press('y');
    expect(screen.did.copy).toHaveBeenLastCalledWith('goroutine 5 [sleep]:\nretry.loop\n\tretry.go:5');
  });

  test('goes on in another session, with what the user has chosen', async () => {
    const {screen, inspector, target} = await replayed();
    const other = watched('incident.gorowatch');
    other.sees(sleepers(70));
    await screen.press('v');
    inspector.show(other.session, other.clock.monotonicMs());
    await screen.settle();
    expect(screen.lines()[1]).toContain('goroutines 70 ');
    expect(screen.line('groups ·')).toContain('by blocking place');
    expect(inspector.session).not.toBe(target.session);
  });
});
