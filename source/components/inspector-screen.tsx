// The whole screen: header, body, message and footer, laid out anew with each change.

import {Box, useApp, useInput, useWindowSize} from 'ink';
import {useEffect, useState, useSyncExternalStore} from 'react';
import {keysOf} from '../terminal/key-words.ts';
import {keyNames} from '../terminal/key-names.ts';
import type {ChartMarks} from '../view/charts/chart-panel.ts';
import {compactHeader} from '../view/text/compact.ts';
import {headerLines} from '../view/panels/header.ts';
import {scopeOf} from '../view/lists/scope.ts';
import {footerLine, helpLines} from '../view/inspector/key-help.ts';
import {layoutFor} from '../view/inspector/layout.ts';
import type {Moment} from '../view/inspector/moment.ts';
import type {Paint} from '../view/text/paint.ts';
import {rule} from '../view/text/paint.ts';
import {faded, type Theme} from '../view/text/style.ts';
import {BodyView} from './body-view.tsx';
import type {Inspector} from './inspector.ts';
import {Lines} from './lines.tsx';
import {cursorSentence, messageLine} from '../view/panels/message-line.ts';

export type ScreenProps = {
  readonly inspector: Inspector;
  readonly theme: Theme;
  readonly ascii: boolean;
  /** What stands beside the address when this is not a live process. */
  readonly mode?: string | undefined;
  /** What the thresholds say now, for the header and the chart. */
  readonly thresholds?:
    | (() => {
        readonly text: string | undefined;
        readonly isNear?: boolean;
        readonly marks: ChartMarks;
      })
    | undefined;
  /** Given, once, what gives the terminal back while the program is stopped (ctrl-z). */
  readonly onSuspend?: (suspendTerminal: ReturnType<typeof useApp>['suspendTerminal']) => void;
};

const noThresholds = {text: undefined, isNear: false, marks: {threshold: undefined, baseline: undefined}};
/** Ages on the screen go on while nothing arrives. */
const tickMs = 1000;
/** Turns come at uneven times, with a frame each: one more between two of them would tell nothing. */
const silentMs = 1500;

/** The whole screen: header, body, one line for messages, footer. */
export function InspectorScreen({inspector, theme, ascii, mode, thresholds, onSuspend}: ScreenProps) {
  const {columns, rows} = useWindowSize();
  const {suspendTerminal} = useApp();
  useEffect(() => onSuspend?.(suspendTerminal), [onSuspend, suspendTerminal]);
  const [, setTick] = useState(0);
  useSyncExternalStore(inspector.subscribe, inspector.revision);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) inspector.press(name);
  });
  useEffect(() => {
    const timer = setInterval(() => {
      if (isSilent(inspector)) setTick((tick) => tick + 1);
    }, tickMs);
    return () => {
      clearInterval(timer);
    };
  }, [inspector]);

  const paint: Paint = {columns, theme, ascii};
  const {session, state} = inspector;
  const contents = inspector.contents();
  const isOld = contents.status.kind === 'lost';
  const bodyPaint = isOld ? {...paint, theme: faded(theme)} : paint;
  const layout = layoutFor(columns, rows, contents.families.length);
  const scope = scopeOf(state);
  const {held} = state;
  const keys = keysOf(scope, inspector.mode, held !== undefined, ascii);
  const inView = scopeOf({...state, help: undefined});
  const help = helpLines(keysOf(inView, inspector.mode, false, ascii), paint);
  useEffect(() => {
    inspector.measure({columns, rows, helpLines: help.length});
  }, [inspector, columns, rows, help.length]);

  const {text, isNear, marks: limits} = thresholds?.() ?? noThresholds;
  const marks = {...limits, baseline: limits.baseline ?? markedTotal(contents.moment)};
  const {moment, cost, status, facts, memory} = contents;
  const headerNow = {
    session,
    moment,
    cost,
    status,
    facts,
    memory,
    held: held === undefined ? undefined : {...held, wallMs: inspector.timeline.wallMsOf(held.atMs)},
    player: inspector.player,
    recording: inspector.recording(),
    mode,
    threshold: text,
    isNear,
  };
  const isRoomy = layout.mode === 'full' || layout.mode === 'small';
  const header = isRoomy ? headerLines(headerNow, paint) : [compactHeader(headerNow, paint)];
  const message = messageLine(session, state, contents, paint);
  const footer = footerLine(keys, paint);
  const below = isRoomy ? [message ?? cursorSentence(state, contents, paint), footer] : [message ?? footer];
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={header} />
      {state.help === undefined ? (
        <BodyView inspector={inspector} contents={contents} layout={layout} marks={marks} paint={bodyPaint} />
      ) : (
        <Lines
          lines={[
            rule(help.length >= layout.body ? 'help · j k scroll' : 'help', paint),
            ...help.slice(state.help),
          ]}
          height={layout.body}
        />
      )}
      <Lines lines={layout.mode === 'line' ? [] : below} />
    </Box>
  );
}

/** Whether times on the screen go on although nothing arrives that would draw it anew. */
function isSilent({session: {status, lastSeen, clock}, state}: Inspector): boolean {
  if (status.kind !== 'live') return true;
  return state.held === undefined && clock.monotonicMs() - (lastSeen?.atMs ?? 0) > silentMs;
}

/** What the total was when the user marked a baseline: the chart shows it. */
function markedTotal({baseline}: Moment): number | undefined {
  return baseline?.since === 'mark' ? baseline.total : undefined;
}
