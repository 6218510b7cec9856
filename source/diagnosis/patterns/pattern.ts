import type {PatternName} from '../pattern-name.ts';

/** What gorowatch says about one kind of leak. Texts have code between backticks and no other marks. */
export type Pattern = {
  readonly name: PatternName;
  /** The headline of a verdict, such as `800 goroutines wait to send on a channel whose receiver has gone`. */
  readonly title: (count: number) => string;
  /** The same in a few words and without a number, for a banner or a column. */
  readonly phrase: string;
  /** Why goroutines end up there. */
  readonly cause: string;
  /** What stack and state show it; with the release of Go where releases differ. */
  readonly recognised: string;
  /** How to put it right. */
  readonly advice: string;
  /** What would confirm it. */
  readonly confirm: string;
  /** Whether the garbage collector can prove goroutines of this kind lost (profile goroutineleak). */
  readonly provable: boolean;
  /** What the garbage collector can prove of this kind and what not, and why. */
  readonly proof: string;
  /** Address of a primary source. */
  readonly reference: string;
  /** The scenario of demo-go-app that shows it best. */
  readonly scenario: string | undefined;
  /** What is said instead where more is known than stack and state. */
  readonly variants?: Readonly<Partial<Record<VariantName, Variant>>>;
};

/**
 * - `lock-again`: it asks for a lock that it has.
 * - `lock-order`: two take the same two locks, each in its own order.
 * - `unlock-deferred`: the source shows that no unlock is forgotten.
 * - `unlock-by-caller`: the source shows a function that ends with the lock, for its caller to give back.
 * - `slots`: what they wait for is a slot of a limit.
 * - `member`: it is one of those that others wait for.
 * - `ends-by-itself`: the source shows a timer that ends the wait.
 * - `way-out-unused`: the source shows a way out.
 * - `client-stays`: the source shows that they end with the client, which has not gone.
 * - `condition-unmet`: the source shows a loop that ends under a condition.
 * - `being-read`: the answer has come, and is being read.
 * - `given-out`: what they receive from is what a call gives out, which is not that of a context or of a clock.
 * - `of-library`: they wait in code of a module that the program depends on. Its words go before those of any other but
 *   `slots` and what is known of a lock; the titles of the others stay.
 * - `unread`: the source could not be read.
 */
export type VariantName =
  | 'lock-again'
  | 'lock-order'
  | 'unlock-deferred'
  | 'unlock-by-caller'
  | 'slots'
  | 'member'
  | 'client-stays'
  | 'ends-by-itself'
  | 'way-out-unused'
  | 'condition-unmet'
  | 'being-read'
  | 'given-out'
  | 'of-library'
  | 'unread';

/** When a pattern has only the stack to go by, as a heading. */
export const unreadWhen = 'When the source cannot be read';

export type Variant = Partial<Pick<Pattern, 'title' | 'phrase' | 'advice' | 'confirm'>> & {
  /** When it holds, as a heading. */
  readonly when: string;
};

/** The last sentence of `confirm` where the collector can settle the matter. */
export const askCollector = '`L`, or `gorowatch check --proof`, asks the garbage collector.';

/** The last sentence of `confirm` where the collector can settle nothing. */
export const takeLoadAway = 'Take the load away: if the number does not fall, it is a leak.';

/** Said of a loop that has a way out which is not taken. */
export const takeTheWayOut =
  'The way out is there: see that it is taken. Whoever starts this goroutine has to make that case ready on every ' +
  'way out, errors included: defer the `Stop`, `Close` or cancel that does, right after each start that succeeds, and let ' +
  'it `close` the channel, which wakes up all who wait. Where a library has none for it, start it once for the life ' +
  'of the program, not each time.';
export const whoTakesIt = `Search for who makes the case ready that leaves, and follow the ways out of whoever started this for one that does not get there. ${askCollector}`;

const confirmMaking =
  'Find where the program makes what these belong to, and follow the ways out from there for one that does not end it.';

/** Said of code that its user does not edit: what it needs is to be ended by whoever has it made. */
export const ofLibrary = {
  when: 'When the code that waits is of a library',
  advice:
    'This is code of a library: mend how it is used. End each object that you make with it, by its `Close`, `Stop`, ' +
    '`Shutdown` or `Release` or the cancel of its context, on every way out: `defer` that right after the error ' +
    'check. Receive, or acknowledge, what it hands out until it ends. Where the library has no such call, make one ' +
    'object for the life of the program, not one each time.',
  confirm: `${confirmMaking} ${askCollector}`,
} satisfies Variant;

/** Said of a receive from a channel that belongs to something else, which alone can close it. */
export const givenOut = {
  when: 'When a call gives the channel out',
  advice:
    'The channel belongs to what gives it out, and is closed with that: call the `Close`, `Stop` or `Unsubscribe` ' +
    'of it on every way out, right after it was made: `defer` it. If that is your own code, let the side that sends ' +
    '`defer close(ch)`.',
} satisfies Variant;

/** The same of what the collector cannot prove. */
export const ofLibraryWithTimer = {...ofLibrary, confirm: confirmMaking} satisfies Variant;

/** Said of a loop around a select that something in it, or its condition, ends. */
export const meetTheEnd =
  'The loop around the select can end, and has not: see what that takes, a channel that is closed or a value that ' +
  'is set, and that whoever starts this goroutine brings it about on every way out, errors included: defer the ' +
  '`Stop`, `Close` or cancel that does, right after each start that succeeds.';

/** Asked about a loop that ends under a condition which does not come true. */
export const whenItEnds =
  'Look at when the loop is left: once what it serves has gone, can that still come true, and who makes it so? ' +
  takeLoadAway;

/**
 * Makes the title of a pattern.
 *
 * @param one what a single goroutine does: `waits to send`
 * @param many what several do: `wait to send`
 * @param rest what follows in both
 */
export function titled(one: string, many: string, rest: string): (count: number) => string {
  return (count) =>
    `${count.toLocaleString('en-US')} ${count === 1 ? `goroutine ${one}` : `goroutines ${many}`} ${rest}`;
}
