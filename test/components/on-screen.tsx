import {onTestFinished, vi} from 'vitest';
import {InspectorScreen, type ScreenProps} from '../../source/components/inspector-screen.tsx';
import type {InspectorActions} from '../../source/components/inspector-actions.ts';
import {Inspector} from '../../source/components/inspector.ts';
import {AsciiOnly} from '../../source/components/lines.tsx';
import {makeTheme, type ColourDepth} from '../../source/terminal/theme.ts';
import type {Diagnosis} from '../../source/diagnosis/verdict.ts';
import type {DiagnosisAt} from '../../source/view/inspector/contents.ts';
import {initialState, type InspectorState} from '../../source/view/inspector/inspector-state.ts';
import {renderScreen} from '../helpers/screen.ts';
import type {Watched} from '../helpers/session.ts';

export type ScreenOptions = Partial<Pick<ScreenProps, 'ascii' | 'mode' | 'thresholds'>> & {
  readonly columns?: number;
  readonly rows?: number;
  readonly colour?: ColourDepth;
  readonly actions?: Partial<InspectorActions>;
  readonly state?: Partial<InspectorState>;
  /** What is thought of the target; a function: what is thought of it by then. */
  readonly diagnosis?: Diagnosis | DiagnosisAt;
};

const bytesOf: Readonly<Record<string, string>> = {
  up: '\u001B[A',
  down: '\u001B[B',
  home: '\u001B[H',
  end: '\u001B[F',
  left: '\u001B[D',
  right: '\u001B[C',
  pageup: '\u001B[5~',
  pagedown: '\u001B[6~',
  enter: '\r',
  tab: '\t',
  space: ' ',
  backspace: '\u007F',
  'ctrl-b': '\u0002',
  'ctrl-c': '\u0003',
  'ctrl-d': '\u0004',
  'ctrl-f': '\u0006',
  'ctrl-l': '\u000C',
  'ctrl-u': '\u0015',
  'ctrl-z': '\u001A',
};

/** What a terminal sends for a key. Escape is given as its own read, which Ink holds back for a moment. */
export function bytes(key: string): string {
  return bytesOf[key] ?? key;
}

/** The inspector on an emulated terminal; it ends with the running test. What its keys set going is recorded. */
export async function onScreen(target: Watched, options: ScreenOptions = {}) {
  const {columns = 120, rows = 40, colour = 'truecolor', ascii = false, actions = {}, state = {}} = options;
  const did = {
    quit: vi.fn<InspectorActions['quit']>(),
    interrupt: vi.fn<InspectorActions['interrupt']>(),
    dump: vi.fn<InspectorActions['dump']>(async (kind) => `saved the ${kind}`),
    look: vi.fn<InspectorActions['look']>(async () => undefined),
    stacksCost: vi.fn<InspectorActions['stacksCost']>(() => ({
      goroutines: 100,
      stoppedMs: 6,
      mustAsk: false,
    })),
    prove: vi.fn<InspectorActions['prove']>(async () => 'asked'),
    proofCost: vi.fn<InspectorActions['proofCost']>(() => ({
      isOffered: true,
      goroutines: 100,
      stoppedMs: 6,
    })),
    copy: vi.fn<InspectorActions['copy']>(async () => ({copied: true, said: 'Copied.'})),
    texts: vi.fn<InspectorActions['texts']>(async () => new Map()),
    suspend: vi.fn<InspectorActions['suspend']>(),
    repaint: vi.fn<InspectorActions['repaint']>(),
    ...actions,
  };
  const {diagnosis} = options;
  const inspector = new Inspector({
    session: target.session,
    actions: did,
    state: {...initialState, ...state},
    diagnosis: (atMs) => (typeof diagnosis === 'function' ? diagnosis(atMs) : diagnosis),
  });
  const screen = renderScreen(
    <AsciiOnly value={ascii}>
      <InspectorScreen
        inspector={inspector}
        theme={makeTheme(colour)}
        ascii={ascii}
        mode={options.mode}
        {...(options.thresholds === undefined ? {} : {thresholds: options.thresholds})}
      />
    </AsciiOnly>,
    {columns, rows},
  );
  onTestFinished(() => {
    screen.app.unmount();
  });
  await screen.settle();

  /** Escape waits in Ink's parser for the rest of a sequence, so it goes in by its name. */
  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      if (key === 'esc') {
        inspector.press('esc');
        await screen.settle();
      } else {
        await screen.press(bytes(key));
      }
    }
  }

  return {
    ...screen,
    inspector,
    did,
    press,
    /** Types text into whatever is in front, one read a character. */
    type: (text: string) =>
      press(...Array.from(text, (character) => (character === ' ' ? 'space' : character))),
    text: () => screen.lines().join('\n'),
    line: (part: string) => screen.lines().find((one) => one.includes(part)) ?? '',
    /** The line in inverse that begins with the cursor's mark. */
    cursorLine: () => screen.lines().findLast((one) => /^ [▸>] /.test(one)) ?? '',
  };
}

export type OnScreen = Awaited<ReturnType<typeof onScreen>>;
