import type {Judgement, Named, totals} from './judge-result.ts';
import type {Place} from './truth.ts';

/** One program's result, in one line and one more for each thing that is wrong. */
export function wordsOf(judgement: Judgement): string {
  const {first, firstRight, patternRight, missing, missingAtWatch, falseAlarms} = judgement;
  const right = firstRight ? 'right' : judgement.firstRightAtAnyLevel ? 'only watched' : 'WRONG';
  const verdict = first === undefined ? 'nothing' : wordsOfAlarm(first);
  return [
    `${judgement.name}: ${right}${first === undefined || patternRight ? '' : ', wrong pattern'}: ${verdict}`,
    ...missing.map(
      (place) => `  missing${missingAtWatch.includes(place) ? '' : ' (watched)'}: ${wordsOfPlace(place)}`,
    ),
    ...falseAlarms.map((alarm) => `  false alarm: ${wordsOfAlarm(alarm)}`),
  ].join('\n');
}

export function wordsOfAlarm({level, pattern, reason, function: name}: Named): string {
  return `${level} ${pattern}, ${reason} in ${name}`;
}

function wordsOfPlace({functions, families}: Place): string {
  return `${families.join(' or ')} in ${functions[0]}`;
}

/** The figures as a table of name, figure, and what is asked for. */
export function wordsOfTotals(all: ReturnType<typeof totals>): string {
  const rows: readonly (readonly [string, string, string])[] = [
    [
      'first verdict right',
      `${all.firstRight} of ${all.programs} (${share(all.firstRight, all.programs)})`,
      '≥ 95 %',
    ],
    ['  counting watch too', `${all.firstRightAtAnyLevel}`, ''],
    ['pattern right', `${all.patternRight} (${share(all.patternRight, all.programs)})`, '≥ 90 %'],
    ['  the best one', `${all.patternBest} (${share(all.patternBest, all.programs)})`, ''],
    ['places found', `${all.placesFound} of ${all.places} (${share(all.placesFound, all.places)})`, '≥ 97 %'],
    ['  counting watch too', `${all.placesFoundAtWatch}`, ''],
    ['false alarms', `${all.falseAlarms} in ${all.programsWithFalseAlarms} programs`, '0'],
    ['  at watch', `${all.falseWatches}`, ''],
  ];
  return rows.map((row) => `${row[0].padEnd(24)}${row[1].padEnd(28)}${row[2]}`.trimEnd()).join('\n');
}

/**
 * Precision: how many of all alarms are right, those in healthy programs counted in. Recall: how many of the places
 * that leak are found.
 */
export function wordsOfPrecision(
  {alarms, falseAlarms, places, placesFound}: ReturnType<typeof totals>,
  inHealthy: number,
): string {
  const right = share(alarms - falseAlarms, alarms + inHealthy);
  return `precision ${right} of ${alarms + inHealthy} alarms, recall ${share(placesFound, places)} of ${places} places`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}
