// The inspector behind the screen: takes keys, holds what was chosen, says what there is to show.

import type {Session} from '../session/session.ts';
import {timelineOf, type Timeline} from '../session/timeline.ts';
import type {Mode} from '../terminal/binding.ts';
import {commandFor} from '../terminal/bindings.ts';
import type {Command} from '../view/inspector/commands.ts';
import {createContents, type Contents, type DiagnosisAt} from '../view/inspector/contents.ts';
import {errorSentence, isForPeople} from '../view/output/error-sentence.ts';
import {goroutineStack} from '../view/panels/goroutine-stack.ts';
import {reduce, typedCharacter} from '../view/inspector/inspector-reducer.ts';
import {initialState, type InspectorState, type Notice} from '../view/inspector/inspector-state.ts';
import {listsFor, type ScreenSize} from '../view/lists/lists.ts';
import {scopeOf} from '../view/lists/scope.ts';
import type {RecordingNow} from '../view/panels/header.ts';
import type {Lists} from '../view/lists/screen-lists.ts';
import {splitGraphemes} from '../view/text/text-width.ts';
import {isTravel, travel, travelTo, type Destination} from '../view/time/travel.ts';
import type {InspectorActions, Player} from './inspector-actions.ts';
import {createKeyErrands, type KeyErrands} from './key-errands.ts';
import {createOwnTexts, type OwnTexts} from './own-texts.ts';

type InspectorParts = {
  readonly session: Session;
  readonly actions: InspectorActions;
  /** What it begins with. */
  readonly state?: InspectorState;
  /** Decides when the screen follows what was collected; keys are answered at once. */
  readonly soon?: (call: () => void) => void;
  /** What was thought of the target at a moment; without one, what is thought of it by now. */
  readonly diagnosis?: DiagnosisAt;
  /** Where one can go: of a recording, further than its session remembers. */
  readonly timeline?: Timeline;
};

/** The inspector behind the screen: takes keys, holds what the user has chosen, and says what there is to show. */
export class Inspector {
  #session: Session;
  #timeline: Timeline;
  readonly #diagnosis: DiagnosisAt | undefined;
  readonly #actions: InspectorActions;
  #contentsOf: ReturnType<typeof createContents>;
  readonly #listeners = new Set<() => void>();
  #state: InspectorState;
  #revision = 0;
  #version = 0;
  #size: ScreenSize = {columns: 80, rows: 24, helpLines: 0, evidenceLines: 0};
  readonly #texts: OwnTexts;
  readonly #errands: KeyErrands;

  constructor({
    session,
    actions,
    state = initialState,
    soon = (call) => call(),
    diagnosis,
    timeline = timelineOf(session),
  }: InspectorParts) {
    this.#session = session;
    this.#timeline = timeline;
    this.#diagnosis = diagnosis;
    this.#actions = actions;
    this.#state = state;
    this.#contentsOf = createContents(session, diagnosis, timeline);
    this.#texts = createOwnTexts(actions.texts, () => this.#changed());
    this.#errands = createKeyErrands(this, actions, (next) => this.#set(next));
    session.subscribe(() => {
      this.#version++;
      soon(() => this.#changed());
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Grows with everything that may change the screen. */
  readonly revision = (): number => this.#revision;

  get session(): Session {
    return this.#session;
  }

  get timeline(): Timeline {
    return this.#timeline;
  }

  get player(): Player | undefined {
    return this.#actions.player;
  }

  /** Whether a process is watched, or a recording is replayed. */
  get mode(): Mode {
    return this.player === undefined ? 'live' : 'replay';
  }

  recording(): RecordingNow | undefined {
    return this.#actions.recorder?.now();
  }

  /** Shows a moment of a recording, in the session that holds what was known then. */
  show(session: Session, atMs: number): void {
    if (session !== this.#session) {
      this.#session = session;
      this.#contentsOf = createContents(session, this.#diagnosis, this.#timeline);
    }

    this.#set({...this.#state, held: {atMs, why: 'replayed', sinceMs: atMs}});
  }

  get state(): InspectorState {
    return this.#state;
  }

  get texts(): ReadonlyMap<number, string> {
    return this.#texts.known();
  }

  contents(): Contents {
    return this.#contentsOf(this.#state, this.#version);
  }

  /** The screen tells how large it is, and how long its texts are, so that a page is a page. */
  measure(size: Partial<ScreenSize>): void {
    this.#size = {...this.#size, ...size};
  }

  /** One key, by its name. */
  press(key: string): void {
    const scope = scopeOf(this.#state);
    const command = commandFor(key, scope, this.mode);
    if (this.#state.notice !== undefined) this.#set({...this.#state, notice: undefined});
    if (command === undefined) {
      const character = key === 'space' ? ' ' : key;
      // Keys with a name, such as `up` or `ctrl-w`, are not text.
      if (
        (scope === 'filter' || scope === 'time' || scope === 'report') &&
        splitGraphemes(character).length === 1
      )
        this.#set(typedCharacter(this.#state, character));
      return;
    }

    try {
      this.#run(command);
    } catch (error) {
      // A recording is read as keys ask for it. What a person can do something about ends nothing.
      if (!isForPeople(error)) throw error;
      this.say(errorSentence(error), 'problem');
    }
  }

  say(text: string, kind: Notice['kind'], shorter?: Notice['shorter']): void {
    this.#set({...this.#state, notice: {text, kind, shorter}});
  }

  /** Fetches the text of goroutines that are on the screen and not known yet. */
  wantTexts(ids: readonly number[]): Promise<void> {
    const {look} = this.contents().moment;
    // Of a recording, the texts are those of the look on the screen.
    return this.#texts.want(ids, look, this.mode === 'live' ? this.session.look : look);
  }

  #run(command: Command): void {
    const before = this.#state;
    if (this.#errands.run(command)) return;
    if (command === 'accept' && before.typedTime !== undefined) {
      this.#goTo(before.typedTime);
      return;
    }

    if (isTravel(command)) {
      const newest = this.mode === 'live' ? 'live' : 'the end';
      this.#go(travel(command, before.held?.atMs, this.#timeline, newest));
      return;
    }

    this.#set(reduce(before, command, this.#lists()));
    const after = this.#state;
    // What the screen holds while paused is what is there now, not when it is next drawn.
    if (command === 'pause') this.contents();
    if (after.detail !== undefined && before.detail === undefined) this.#errands.look();
    if (after.view === 'goroutines' && before.view !== 'goroutines') this.#errands.look();
  }

  /** To a time that was typed; one that cannot be understood stays, with what is wrong with it. */
  #goTo(typed: string): void {
    const to = travelTo(typed, this.#newestWallMs(), this.#timeline);
    const isUnknown = to.kind === 'nowhere' && typed.trim() !== '';
    this.#set({...this.#state, typedTime: isUnknown ? typed : undefined});
    if (to.kind !== 'nowhere' || isUnknown) this.#go(to);
  }

  /** A time of day is meant as of now, and of a recording as of its end. */
  #newestWallMs(): number {
    const lastMs = this.#timeline.lastMs();
    return this.mode === 'live' || lastMs === undefined
      ? this.session.clock.wallMs()
      : this.#timeline.wallMsOf(lastMs);
  }

  #go(to: Destination): void {
    if (to.kind === 'nowhere') {
      this.say(to.why, 'problem', to.shorter);
      return;
    }

    const atMs = to.kind === 'moment' ? to.atMs : undefined;
    const {player} = this;
    if (player === undefined) {
      const sinceMs = this.#state.held?.sinceMs ?? this.session.clock.monotonicMs();
      this.#set({
        ...this.#state,
        held: atMs === undefined ? undefined : {atMs, why: 'rewound', sinceMs},
      });
    } else {
      player.seek(atMs ?? this.#timeline.lastMs() ?? 0);
    }

    if (to.kind === 'moment' && to.said !== undefined) this.say(to.said, 'good');
  }

  #lists(): Lists {
    const {goroutine} = this.#state;
    const text = goroutine === undefined ? [] : this.textOf(goroutine).lines;
    return listsFor(this.#state, this.contents(), this.#size, text, this.session.clock.monotonicMs());
  }

  /** The lines about one goroutine: its own text, or at an earlier moment at least its stack; none while unknown. */
  textOf(id: number): {readonly lines: readonly string[]; readonly isOwn: boolean} {
    const own = this.texts.get(id) ?? '';
    if (own !== '') return {lines: own.split('\n'), isOwn: true};
    const stack =
      this.#state.held === undefined ? undefined : goroutineStack(id, this.contents().moment.look);
    return {lines: stack ?? [], isOwn: false};
  }

  #set(state: InspectorState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#changed();
  }

  #changed(): void {
    this.#revision++;
    for (const listener of this.#listeners) listener();
  }
}
