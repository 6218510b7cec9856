// Puts the screen up, and takes it down again on every way out.

import {render} from 'ink';
import {InspectorScreen} from '../../components/inspector-screen.tsx';
import type {InspectorActions} from '../../components/inspector-actions.ts';
import type {Inspector} from '../../components/inspector.ts';
import {AsciiOnly} from '../../components/lines.tsx';
import {startTimer} from '../../target/timer.ts';
import type {TerminalAbilities} from '../../terminal/abilities.ts';
import {askBackground} from '../../terminal/ask-background.ts';
import {autoWrapOff} from '../../terminal/modes.ts';
import {createRepainter, type Repainter} from '../../terminal/repaint.ts';
import {guardTerminal} from '../../terminal/restore.ts';
import {stopUntilContinued} from '../../terminal/suspend.ts';
import {makeTheme} from '../../terminal/theme.ts';
import {backgroundOf} from './first-state.ts';
import type {Arguments} from '../arguments/read-arguments.ts';

/** The line that says what is being connected to would be there again when the screen is left. */
const eraseLine = '\r\u001B[K';
/** At Ink's 30, a key that comes just after a refresh waits 33 ms for its frame. */
const maxFps = 120;

/** What keys do to the screen as a whole: leave it, or paint it anew. */
export type WaysOut = Pick<InspectorActions, 'quit' | 'interrupt' | 'suspend' | 'repaint'>;

type ScreenParts = {
  readonly given: Arguments;
  readonly abilities: TerminalAbilities;
  /** Where keys come from, unless that is stdin. */
  readonly keyboard?: NodeJS.ReadStream | undefined;
  /** What is said beside the address when this is not a live process. */
  readonly mode: string | undefined;
  /** Undefined where none are watched. */
  readonly thresholds?: Parameters<typeof InspectorScreen>[0]['thresholds'];
  readonly makeInspector: (out: WaysOut) => Inspector;
  /** What the shell is told when a signal ends the program. */
  readonly farewell: () => string;
  /** What is still to be written when a signal ends the program; resolves to what the shell is told of it. */
  readonly finish?: () => Promise<string>;
  /** Called when the screen is there. */
  readonly onShown?: () => void;
};

export type OpenScreen = {
  /** Leaves it; before it is there, it never comes. */
  readonly leave: () => void;
  /** Resolves when it is left and the terminal is as it was. */
  readonly left: Promise<void>;
};

/** Takes over the terminal for the inspector, and gives it back whatever happens. */
export function openScreen(parts: ScreenParts): OpenScreen {
  let app: ReturnType<typeof render> | undefined;
  let isLeft = false;
  const leave = () => {
    isLeft = true;
    app?.unmount();
  };
  const background = backgroundOf(parts.given);

  async function show(): Promise<void> {
    const {
      abilities,
      keyboard = process.stdin,
      mode,
      thresholds,
      makeInspector,
      farewell,
      finish,
      onShown,
    } = parts;
    // In place before the terminal is asked anything: that switches on raw mode.
    const guard = guardTerminal({
      stdout: process.stdout,
      stdin: keyboard,
      stderr: process.stderr,
      process,
      onEnd: () => {
        leave();
        return farewell();
      },
      finish,
    });
    try {
      const shownOn =
        background ??
        abilities.background ??
        (await askBackground({stdin: keyboard, stdout: process.stdout})) ??
        'dark';
      process.stdout.write(eraseLine);
      if (isLeft) return;
      let suspend: (() => void) | undefined;
      let repainter: Repainter | undefined;
      const inspector = makeInspector({
        quit: leave,
        // The parent is to see what it would see of any other program: a shell loop around it ends too.
        interrupt: () => guard.end({kind: 'signal', signal: 'SIGINT'}),
        suspend: () => suspend?.(),
        repaint: () => repainter?.repaint(),
      });
      guard.enterScreen();
      app = render(
        <AsciiOnly value={!abilities.unicode}>
          <InspectorScreen
            inspector={inspector}
            theme={makeTheme(abilities.colour, shownOn)}
            ascii={!abilities.unicode}
            mode={mode}
            {...(thresholds === undefined ? {} : {thresholds})}
            onSuspend={(callback) => {
              suspend = () => {
                void callback(() => stopUntilContinued({process, stdout: process.stdout, startTimer}));
              };
            }}
          />
        </AsciiOnly>,
        {
          stdin: keyboard,
          alternateScreen: true,
          incrementalRendering: true,
          interactive: true,
          exitOnCtrlC: false,
          maxFps,
        },
      );
      process.stdout.write(autoWrapOff);
      const {clear} = app;
      repainter = createRepainter({process, stdout: process.stdout, forget: () => clear(), startTimer});
      onShown?.();
      await app.waitUntilExit().finally(repainter.release);
    } catch (error) {
      // A terminal that is gone throws at every turn.
      if (!guard.isEnding()) throw error;
    } finally {
      if (!guard.isEnding()) guard.release();
      // Without Ink, which does so itself, keys would still be waited for, and the program would never end.
      keyboard.unref();
    }

    // The guard ends the program, by the signal: whoever waits for the screen to be left would end it otherwise.
    if (guard.isEnding()) await new Promise<never>(() => {});
  }

  return {leave, left: show()};
}
