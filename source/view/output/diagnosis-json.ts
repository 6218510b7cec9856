import {wordsOf} from '../../diagnosis/words-of.ts';
import {timeUntil} from '../../diagnosis/signs/memory-cost.ts';
import type {Evidence, Grown, Verdict, VerdictSource} from '../../diagnosis/verdict.ts';
import type {Judged, Told} from '../verdicts/diagnosis-lines.ts';
import {evidenceSentence} from '../verdicts/evidence-sentence.ts';
import {limitSentence} from '../verdicts/limit-sentence.ts';
import {tenths} from '../../text/tenths.ts';
import {isoTime} from './json-values.ts';
import {creatorJson} from './snapshot-json.ts';
import {noSourceReason} from '../verdicts/source-lines.ts';
import {stacksHeld, type MemoryHeld} from '../panels/stacks-held.ts';
import type {VerdictTelling} from '../verdicts/verdict-lines.ts';
import {confirmText} from '../verdicts/verdict-words.ts';

/** A diagnosis as `gorowatch/diagnosis@1`. */
export function diagnosisJson(
  {diagnosis, verdicts, known}: Told,
  judged: Judged,
  telling: VerdictTelling,
): object {
  const {requests, bytes, requestMs, stoppedMs} = judged.cost;
  return {
    schema: 'gorowatch/diagnosis@1',
    target: judged.target,
    from: isoTime(diagnosis.fromWallMs),
    to: isoTime(diagnosis.toWallMs),
    samples: diagnosis.samples,
    total: diagnosis.total,
    cost: {requests, bytes, requestMs: tenths(requestMs), stoppedMs: tenths(stoppedMs)},
    verdicts: verdicts.map((verdict, index) => verdictJson(verdict, index + 1, telling)),
    others: diagnosis.others,
    ...(diagnosis.grown === undefined ? {} : {grown: grownJson(diagnosis.grown)}),
    known,
    limits: diagnosis.limits.map((limit) => ({...limit, text: limitSentence(limit)})),
  };
}

function grownJson({family, frame, first, last}: Grown): object {
  return {
    reason: family,
    function: frame?.function ?? '',
    file: frame?.file ?? '',
    line: frame?.line ?? 0,
    first,
    last,
  };
}

function verdictJson(
  verdict: Verdict,
  rank: number,
  {patterns, proofCommand, memory}: VerdictTelling,
): object {
  const {level, pattern, group, evidence, places} = verdict;
  const words = wordsOf(verdict, patterns);
  return {
    rank,
    level,
    pattern,
    title: words.title(group.count),
    group: {
      key: group.key,
      reason: group.family,
      status: group.status,
      count: group.count,
      function: group.frame?.function ?? '',
      file: group.frame?.file ?? '',
      line: group.frame?.line ?? 0,
      stack: group.stack,
      labels: group.labels,
      creators: group.creators.map((creator) => creatorJson(creator)),
    },
    evidence: evidence.map((one) => evidenceJson(one)),
    advice: words.advice,
    confirm: confirmText(verdict, words, proofCommand),
    reference: words.reference,
    places,
    ...(memory === undefined ? {} : {memory: memoryJson(verdict, memory)}),
    ...(verdict.source === undefined ? {} : {source: sourceJson(verdict.source)}),
  };
}

/** `limitInMs`: how long until its stacks take what the process may have; 0 when they do. */
function memoryJson(verdict: Verdict, memory: MemoryHeld): object {
  const {bytes, bytesPerMinute} = stacksHeld(verdict, memory);
  const {limitBytes} = memory;
  const limitInMs = limitBytes === undefined ? undefined : timeUntil(limitBytes, bytes, bytesPerMinute);
  return {
    stackBytes: Math.round(bytes),
    bytesPerMinute: Math.round(bytesPerMinute),
    ...(limitBytes === undefined ? {} : {limitBytes}),
    ...(limitInMs === undefined ? {} : {limitInMs: Math.round(limitInMs)}),
  };
}

function sourceJson(source: VerdictSource): object {
  if (source.kind !== 'found') return {found: false, why: noSourceReason(source)};
  const {path, line, lines} = source;
  return {found: true, path, line, lines};
}

/** Its kind and its sentence first, then its numbers. */
function evidenceJson(evidence: Evidence): object {
  const {kind, ...numbers} = evidence;
  return {kind, text: evidenceSentence(evidence), ...numbers};
}
