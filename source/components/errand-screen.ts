import type {Session} from '../session/session.ts';
import type {Mode} from '../terminal/binding.ts';
import type {Contents} from '../view/inspector/contents.ts';
import type {InspectorState, Notice} from '../view/inspector/inspector-state.ts';

/** What errands see of the screen, and how they say what came of them. */
export type ErrandScreen = {
  readonly session: Session;
  readonly mode: Mode;
  readonly state: InspectorState;
  readonly contents: () => Contents;
  /** The lines about one goroutine. */
  readonly textOf: (id: number) => {readonly lines: readonly string[]; readonly isOwn: boolean};
  readonly say: (text: string, kind: Notice['kind'], shorter?: Notice['shorter']) => void;
};
