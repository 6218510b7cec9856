// What is said of one verdict: the words of its pattern, of the variant that fits it, or of the cause it waits for.

import {readFunctionName} from '../gosource/frame-function.ts';
import {isDependency, isStandardLibrary, packageOf, shortFunction} from '../profile/frame.ts';
import type {PatternName} from './pattern-name.ts';
import type {Pattern, Variant, VariantName} from './patterns/pattern.ts';
import type {SourceFinding} from './source-finding.ts';
import type {Verdict} from './verdict.ts';

type WordsInTable = Pick<Pattern, 'title' | 'advice' | 'confirm' | 'reference' | 'variants'>;

/** All that the words depend on. */
type Worded = Pick<Verdict, 'pattern' | 'evidence' | 'source' | 'group'>;

/** Waits that a program writes itself, and could write outside of a lock. */
const waitsOfProgram: ReadonlySet<PatternName> = new Set([
  'send-receiver-gone',
  'send-blocked',
  'range-never-closed',
  'receive-never-sent',
  'select-no-exit',
  'context-never-cancelled',
  'http-no-deadline',
  'waitgroup-never-done',
  'sleep-loop',
  'sleep-flood',
]);

/** The end of a context; in the handler of a request that is nearly always the one that ends with its client. */
const contextDone = /\.Done\(\)$/;

const answerRead = /^net\/http\.\(\*bodyEOFSignal\)\.Read$/;

const semaphoreAcquire = /[/.]semaphore\.\(\*Weighted\)\.Acquire$/;

const errgroupGo = /(?:^|\/)errgroup\.\(\*Group\)\.Go$/;

/** What these say is to be done by whoever uses a library too. */
const toldOfLibraries: ReadonlySet<VariantName> = new Set([
  'slots',
  'lock-order',
  'unlock-deferred',
  'unlock-by-caller',
]);

/** The words for a verdict. Everything that words one asks here, and not the table. */
export function wordsOf<Words extends WordsInTable>(
  verdict: Worded,
  patterns: Readonly<Record<PatternName, Words>>,
): Omit<Words, 'variants'> {
  const {variants, ...words} = patterns[verdict.pattern];
  const fitting = variantOf(verdict, variants);
  const {when: _, ...variant} = variants?.[fitting!] ?? {when: ''};
  const own = {...words, ...variant};
  if (fitting === 'unlock-by-caller') own.advice += adviceOnCaller(verdict);
  const isOfUse = fitting !== undefined && toldOfLibraries.has(fitting);
  const fix = isOfUse ? undefined : wordsOfLibrary(verdict, variants);
  return {...own, ...(fix ?? {advice: own.advice + adviceOnLock(verdict)}), ...wordsOfVictim(verdict)};
}

/** Nobody mends the code of a module that they depend on: undefined where it is the program's own. */
function wordsOfLibrary(
  {group: {frame}}: Worded,
  variants: Pattern['variants'],
): Omit<Variant, 'when'> | undefined {
  const isOfLibrary = frame !== undefined && isDependency(frame) && !isStandardLibrary(frame);
  const ofLibrary = isOfLibrary ? variants?.['of-library'] : undefined;
  if (ofLibrary === undefined) return undefined;
  const {when: _, ...words} = ofLibrary;
  return words;
}

/** Who asks for the lock now is likely to be one of those who have got it before. */
function adviceOnCaller({group: {frame, stack}, evidence}: Worded): string {
  const isAsked = evidence.some(
    (one) =>
      one.kind === 'source' &&
      one.finding.kind === 'lock-handed-over' &&
      readFunctionName(frame?.function ?? '')?.name === one.finding.function,
  );
  if (frame === undefined || !isAsked) return '';
  // A diagnosis that was read from a file has the frame twice.
  const at = stack.findIndex((one) => one.function === frame.function && one.line === frame.line);
  const callers = stack.slice(at + 1);
  const ofOthers = callers.find((one) => packageOf(one.function) !== packageOf(frame.function));
  const caller = ofOthers !== undefined && !isStandardLibrary(ofOthers) ? ofOthers : callers[0];
  return caller === undefined
    ? ''
    : ` Begin with \`${shortFunction(caller.function)}\`, which asks for it here.`;
}

/** What waits while others need a lock that it keeps has two faults. */
function adviceOnLock({pattern, evidence}: Worded): string {
  const keepsLock = evidence.some((one) => one.kind === 'victims' && one.family === 'mutex');
  return keepsLock && waitsOfProgram.has(pattern)
    ? ' And do not wait here with the lock that others need: take what is needed out of what it guards, unlock, and ' +
        'only then wait.'
    : '';
}

/** The variant of its pattern that fits; undefined: none. */
export function variantOf(
  {pattern, evidence, source, group}: Worded,
  variants: Pattern['variants'],
): VariantName | undefined {
  const findings = evidence.flatMap((one) => (one.kind === 'source' ? [one.finding] : []));
  const has = (kind: SourceFinding['kind']) => findings.some((finding) => finding.kind === kind);
  const isKept = findings.some((one) => one.kind === 'lock-kept' && one.exit !== undefined);
  const isKeptOverWait = findings.some((one) => one.kind === 'lock-kept' && one.wait !== undefined);
  const isReadByOthers =
    pattern === 'http-body-not-closed' && evidence.some(({kind}) => kind === 'waits-for');
  const fitting: readonly (readonly [VariantName, boolean])[] = [
    ['lock-again', evidence.some(({kind}) => kind === 'lock-again')],
    ['lock-order', evidence.some(({kind}) => kind === 'lock-order')],
    ['slots', has('slots') || group.stack.some(({function: name}) => semaphoreAcquire.test(name))],
    ['slots', group.family === 'chan send' && errgroupGo.test(group.stack[0]?.function ?? '')],
    ['member', group.family === 'chan send'],
    ['unlock-deferred', !isKept && (isKeptOverWait || has('unlock-deferred'))],
    ['unlock-by-caller', !isKept && has('lock-handed-over')],
    ['client-stays', findings.some((one) => one.kind === 'exit-case' && contextDone.test(one.text))],
    ['given-out', findings.some((one) => one.kind === 'operation' && isGivenOut(one.channel))],
    ['ends-by-itself', has('ends-by-itself')],
    ['way-out-unused', has('exit-case')],
    ['condition-unmet', has('loop-exit')],
    ['being-read', group.stack.some(({function: name}) => answerRead.test(name)) || isReadByOthers],
    ['unread', source?.kind !== 'found'],
  ];
  return fitting.find(([name, isFitting]) => isFitting && variants?.[name] !== undefined)?.[0];
}

/** `c.Out()`, but not the end of a context or a clock. */
function isGivenOut(channel: string | undefined): boolean {
  return channel?.endsWith(')') === true && !channel.endsWith('.Done()') && !channel.startsWith('time.');
}

/** What waits for others ends with these: nothing is to be mended where it waits. */
function wordsOfVictim({
  pattern,
  evidence,
  group,
}: Pick<Worded, 'pattern' | 'evidence' | 'group'>): Partial<Pick<Pattern, 'advice' | 'confirm'>> {
  const cause = evidence.find(
    (one) => one.kind === 'waits-for' || one.kind === 'holder' || one.kind === 'same-lock',
  );
  if (cause === undefined) return {};
  const isSame = cause.function === group.frame?.function;
  const name = `${isSame ? 'the other line of ' : ''}\`${shortFunction(cause.function)}\``;
  const confirm = `See the verdict on ${name}: when that is mended, these go on by themselves.`;
  if (cause.kind === 'holder') {
    const {status} = cause;
    const own = `Mend ${name} first, which has a verdict of its own`;
    // The lock of a Once is its own: nobody can unlock it.
    if (pattern === 'once-stuck')
      return {advice: `${own}: it waits (${status}) inside the function of the Once.`, confirm};
    const unlockFirst = /^(?:chan|select|IO wait|sleep)/.test(status)
      ? ' Take what is needed out of what the lock guards, unlock, and only then wait for channels or the network.'
      : '';
    return {
      advice: `${own}: it seems to keep the lock while it waits (${status}).${unlockFirst}`,
      confirm,
    };
  }

  if (pattern === 'sql-pool-exhausted')
    return {
      advice:
        `All connections are taken: see the verdict on ${name}, and close what keeps them on every way out ` +
        '(`defer rows.Close()`, `defer tx.Rollback()`).',
      confirm:
        'When those are closed, these go on by themselves. `db.Stats()` tells `InUse` and `WaitCount`.',
    };
  if (cause.kind === 'same-lock')
    return {advice: `It is the lock that ${name} waits for too: what mends that mends this.`, confirm};
  return evidence.some(({kind}) => kind === 'lock-order')
    ? {advice: `This is the other half of the dead-lock with ${name}: what mends that mends this.`, confirm}
    : {
        advice: `Mend ${name} first, which has a verdict of its own: this only waits for it, and ends with it.`,
        confirm,
      };
}
