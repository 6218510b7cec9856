// Thresholds, and what crossed them, in words: for the screen, and for names of files.

import type {Rule, Subject, Threshold} from './threshold.ts';

const counts = new Intl.NumberFormat('en-US', {maximumFractionDigits: 0});
const rates = new Intl.NumberFormat('en-US', {maximumFractionDigits: 1});

/** The words for a threshold on the screen, such as `chan send > 100` or `goroutines > +50%`. */
export function describeThreshold({subject, rule}: Threshold): string {
  return `${nameOf(subject, rule)} > ${describeLimit(rule)}`;
}

/**
 * What happened, in the same words with the figures: `goroutines 1,502 > 1,500`,
 * `select 90 > 75 (+50% over 50)`, `growth 130/min > 100/min`.
 */
export function describeCrossing(crossing: {
  readonly threshold: Threshold;
  readonly value: number;
  readonly limit: number;
  readonly baseline: number | undefined;
}): string {
  const {subject, rule} = crossing.threshold;
  const name = nameOf(subject, rule);
  if (rule.kind === 'growth') {
    return `${name} ${describeRate(crossing.value, rule.perMinute)} > ${describeLimit(rule)}`;
  }
  const figures = `${name} ${counts.format(crossing.value)} > ${counts.format(crossing.limit)}`;
  if (rule.kind === 'above') return figures;
  const over = crossing.baseline === undefined ? '' : ` over ${counts.format(crossing.baseline)}`;
  return `${figures} (${describeLimit(rule)}${over})`;
}

/** The reason as part of a file name: `goroutines-above-1500`, `chan-send-growth-above-20-per-min`. */
export function reasonForFileName({subject, rule}: Threshold): string {
  const name = nameOf(subject, rule).replaceAll(' ', '-');
  if (rule.kind === 'above') return `${name}-above-${rule.limit}`;
  if (rule.kind === 'above baseline') return `${name}-${rule.percent}-percent-over-baseline`;
  return `${name}-above-${Number(rule.perMinute.toFixed(3))}-per-min`;
}

function nameOf(subject: Subject, rule: Rule): string {
  const name = subject.kind === 'family' ? subject.family : subject.kind;
  if (rule.kind !== 'growth') return name;
  return subject.kind === 'goroutines' ? 'growth' : `${name} growth`;
}

function describeLimit(rule: Rule): string {
  if (rule.kind === 'above') return counts.format(rule.limit);
  if (rule.kind === 'above baseline') return `+${rates.format(rule.percent)}%`;
  return describeRate(rule.perMinute, rule.perMinute);
}

/** Both sides of a comparison use the unit in which the limit is at least 1. */
function describeRate(perMinute: number, limitPerMinute: number): string {
  return limitPerMinute > 0 && limitPerMinute < 1
    ? `${rates.format(perMinute * 60)}/h`
    : `${rates.format(perMinute)}/min`;
}
