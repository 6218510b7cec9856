import type {Diagnosis} from '../diagnosis/verdict.ts';
import type {Session} from '../session/session.ts';
import {commandFor} from '../terminal/bindings.ts';
import type {Command} from '../view/commands.ts';
import {createContents, type Contents} from '../view/contents.ts';
import {copyableText} from '../view/copyable.ts';
import {errorSentence} from '../view/error-sentence.ts';
import {reduce, typedCharacter} from '../view/inspector-reducer.ts';
import {initialState, type InspectorState, type Question} from '../view/inspector-state.ts';
import {listsFor, type ScreenSize} from '../view/lists.ts';
import {scopeOf} from '../view/scope.ts';
import type {Lists} from '../view/screen-lists.ts';
import {splitGraphemes} from '../view/text-width.ts';
import {createErrands} from './errands.ts';
import type {InspectorActions} from './inspector-actions.ts';
import {createOwnTexts, type OwnTexts} from './own-texts.ts';

/** How old the full stacks may be when a group is opened; older ones are taken anew. */
const freshLookMs = 5_000;

/** The inspector behind the screen: takes keys, holds what the user has chosen, and says what there is to show. */
export class Inspector {
  readonly session: Session;
  readonly #actions: InspectorActions;
  readonly #contentsOf: ReturnType<typeof createContents>;
  readonly #listeners = new Set<() => void>();
  #state: InspectorState;
  #revision = 0;
  #version = 0;
  #size: ScreenSize = {columns: 80, rows: 24, helpLines: 0, evidenceLines: 0};
  readonly #texts: OwnTexts;
  readonly #errands = createErrands((text, kind) => this.say(text, kind));
  #isLooking = false;

  /**
   * @param soon decides when the screen follows what was collected; keys are answered at once.
   * @param diagnosis what is thought of the target by now
   */
  constructor(
    session: Session,
    actions: InspectorActions,
    state: InspectorState = initialState,
    soon: (call: () => void) => void = (call) => call(),
    diagnosis?: () => Diagnosis | undefined,
  ) {
    this.session = session;
    this.#actions = actions;
    this.#state = state;
    this.#contentsOf = createContents(session, diagnosis);
    this.#texts = createOwnTexts(actions.texts, () => this.#changed());
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
    const command = commandFor(key, scope);
    if (command === undefined) {
      const character = key === 'space' ? ' ' : key;
      // Keys with a name, such as `up` or `ctrl-w`, are not text.
      if (scope === 'filter' && splitGraphemes(character).length === 1)
        this.#set(typedCharacter(this.#state, character));
      return;
    }

    if (this.#state.notice !== undefined) this.#set({...this.#state, notice: undefined});
    this.#run(command);
  }

  say(text: string, kind: 'good' | 'problem'): void {
    this.#set({...this.#state, notice: {text, kind}});
  }

  /** Fetches the text of goroutines that are on the screen and not known yet. */
  wantTexts(ids: readonly number[]): Promise<void> {
    return this.#texts.want(ids, this.contents().moment.look, this.session.look);
  }

  #run(command: Command): void {
    const before = this.#state;
    switch (command) {
      case 'quit':
        this.#actions.quit();
        return;
      case 'interrupt':
        this.#actions.interrupt();
        return;
      case 'suspend':
        this.#actions.suspend();
        return;
      case 'dump':
        this.#dump();
        return;
      case 'countsOnly':
        this.#set({...before, question: undefined});
        this.#save('counts');
        return;
      case 'prove':
        this.#prove();
        return;
      case 'copy':
        this.#copy();
        return;
      case 'baseline':
        this.#markBaseline();
        return;
      default:
    }

    this.#set(reduce(before, command, this.#lists()));
    const after = this.#state;
    // What the screen holds while paused is what is there now, not when it is next drawn.
    if (command === 'pause') this.contents();
    if (after.detail !== undefined && before.detail === undefined) this.#look();
    if (after.view === 'goroutines' && before.view !== 'goroutines') this.#look();
  }

  #markBaseline(): void {
    const {pausedAtMs} = this.#state;
    if (!this.session.markBaseline(pausedAtMs)) {
      this.say('There are no counts yet to count changes from.', 'problem');
      return;
    }

    const from = pausedAtMs === undefined ? 'now on' : 'the moment on the screen';
    this.say(`Changes are counted from ${from}.`, 'good');
  }

  #dump(): void {
    const {question} = this.#state;
    if (question !== undefined) {
      this.#set({...this.#state, question: undefined});
      if (question.purpose === 'look') void this.#takeLook();
      else this.#save('stacks');
      return;
    }

    if (!this.#ask('dump')) this.#save('stacks');
  }

  /** Opening something is worth a look at the full stacks, if the last one is not fresh. */
  #look(): void {
    const {look, clock} = this.session;
    if (this.#state.pausedAtMs !== undefined) return;
    if (look !== undefined && clock.monotonicMs() - look.atMs < freshLookMs) return;
    // Rather an old look than a question with every group that is opened.
    if (look !== undefined && this.#actions.stacksCost().mustAsk) return;
    if (!this.#ask('look')) void this.#takeLook();
  }

  async #takeLook(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await this.#actions.look();
    } catch (error) {
      this.say(errorSentence(error), 'problem');
    } finally {
      this.#isLooking = false;
    }
  }

  /** A garbage collection is never asked for without saying so first. */
  #prove(): void {
    const {question} = this.#state;
    if (question?.purpose === 'proof') {
      this.#set({...this.#state, question: undefined});
      this.#errands.once('Asking the garbage collector …', () => this.#actions.prove());
      return;
    }

    const cost = this.#actions.proofCost();
    if (!cost.isOffered) {
      this.say(cost.why, 'problem');
      return;
    }

    const {goroutines, stoppedMs} = cost;
    this.#set({...this.#state, question: {purpose: 'proof', goroutines, stoppedMs}});
  }

  #ask(purpose: Question['purpose']): boolean {
    const {goroutines, stoppedMs, mustAsk} = this.#actions.stacksCost();
    if (mustAsk) this.#set({...this.#state, question: {purpose, goroutines, stoppedMs}});
    return mustAsk;
  }

  #copy(): void {
    const text = copyableText(this.#state, this.contents(), this.texts);
    if (text === undefined) {
      this.say('There is nothing to copy here.', 'problem');
      return;
    }

    void this.#errands.tell(async () => {
      const {copied, said} = await this.#actions.copy(text);
      return {text: said, kind: copied ? 'good' : 'problem'};
    });
  }

  #save(kind: 'stacks' | 'counts'): void {
    this.#errands.once('Saving …', () => this.#actions.dump(kind));
  }

  #lists(): Lists {
    const {goroutine} = this.#state;
    const text = goroutine === undefined ? [] : this.textOf(goroutine);
    return listsFor(this.#state, this.contents(), this.#size, text);
  }

  /** The lines of one goroutine's own text. */
  textOf(id: number): readonly string[] {
    return (this.texts.get(id) ?? '').split('\n');
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
