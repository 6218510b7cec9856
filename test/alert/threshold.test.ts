import {describe, expect, test} from 'vitest';
import {
  describeCrossing,
  describeThreshold,
  reasonForFileName,
} from '../../source/alert/describe-threshold.ts';
import {parseThreshold, ThresholdError} from '../../source/alert/threshold.ts';
import {families} from '../../source/profile/wait-reason.ts';

function refusal(text: string): string {
  try {
    parseThreshold(text);
  } catch (error) {
    if (error instanceof ThresholdError) return error.message;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('a threshold is read and said in words', () => {
  test.each([
    ['5000', 'goroutines > 5,000'],
    ['>5000', 'goroutines > 5,000'],
    [' 5,000 ', 'goroutines > 5,000'],
    ['5 000', 'goroutines > 5,000'],
    ['5_000', 'goroutines > 5,000'],
    ['5k', 'goroutines > 5,000'],
    ['1.5K', 'goroutines > 1,500'],
    ['goroutines > 5000', 'goroutines > 5,000'],
    ['0', 'goroutines > 0'],
    ['+50%', 'goroutines > +50%'],
    ['+ 50 %', 'goroutines > +50%'],
    ['50%', 'goroutines > +50%'],
    ['+12.5%', 'goroutines > +12.5%'],
    ['chan send>100', 'chan send > 100'],
    ['Chan-Send > 100', 'chan send > 100'],
    ['chansend 100', 'chan send > 100'],
    ['chan\tsend  >  100', 'chan send > 100'],
    ['io wait>3', 'IO wait > 3'],
    ['gc>3', 'GC > 3'],
    ['mutex>0', 'mutex > 0'],
    ['select>+50%', 'select > +50%'],
    ['growth>100/min', 'growth > 100/min'],
    ['growth > 100', 'growth > 100/min'],
    ['growth>100 / minute', 'growth > 100/min'],
    ['growth > 100 per minute', 'growth > 100/min'],
    ['growth>2/s', 'growth > 120/min'],
    ['growth>90/h', 'growth > 1.5/min'],
    ['growth>10/h', 'growth > 10/h'],
    ['chan send growth>20/min', 'chan send growth > 20/min'],
    ['growth of chan send > 20/min', 'chan send growth > 20/min'],
    ['goroutines growth>20/min', 'growth > 20/min'],
    ['threads>500', 'threads > 500'],
    ['threads growth>5/min', 'threads growth > 5/min'],
  ])('%s is %s', (text, words) => {
    expect(describeThreshold(parseThreshold(text))).toBe(words);
  });

  test.each(families.map((family) => [family]))('every family can be watched: %s', (family) => {
    expect(parseThreshold(`${family}>7`)).toEqual({
      subject: {kind: 'family', family},
      rule: {kind: 'above', limit: 7},
    });
    expect(parseThreshold(`${family.toUpperCase()} GROWTH > 7/MIN`).rule).toEqual({
      kind: 'growth',
      perMinute: 7,
    });
  });

  test('what it says it reads again as the same threshold', () => {
    for (const text of ['5000', '+50%', 'chan send>100', 'select>+12.5%', 'growth>100/min', 'threads>500']) {
      const threshold = parseThreshold(text);
      expect(parseThreshold(describeThreshold(threshold))).toEqual(threshold);
    }
  });
});

describe('a threshold that cannot be read', () => {
  test.each([
    ['chan snd>100', `did you mean 'chan send'?`],
    ['chna send > 100', `did you mean 'chan send'?`],
    ['selct>+50%', `did you mean 'select'?`],
    ['mutx>3', `did you mean 'mutex'?`],
    ['growht>100/min', `did you mean 'growth'?`],
    ['chan snd growth>100/min', `did you mean 'chan send'?`],
    ['elephants>3', `known are 'goroutines', 'threads'`],
    ['', 'is empty'],
    ['chan send', 'it has no limit'],
    ['chan send>', 'it has no limit'],
    ['chan send>many', '"many" is no amount'],
    ['>-5', '"-5" is no amount'],
    ['-5', 'nothing it can count'],
    ['5000 goroutines', '"5000 goroutines" is no amount'],
    ['chan send>1>2', 'more than one part'],
    ['chan send>=100', `'>=' is not known`],
    ['+100', `write '+100%' for a rise`],
    ['growth>50%', 'mixes growth with a percentage'],
    ['chan send>20/min', `'chan send growth>20/min'`],
    ['1.5', 'not a whole number'],
    ['5.000', 'not a whole number'],
    ['99999999999999999999', 'larger than any count'],
    ['9'.repeat(201), '201 characters'],
    ['NaN', 'nothing it can count'],
    ['1e3', '"1e3" is no amount'],
  ])('%s: %s', (text, hint) => {
    expect(refusal(text)).toContain(hint);
  });

  test('the message is one line and one sentence, and no byte of the text can act on a terminal', () => {
    const message = refusal('chan\u001b]52;c;AAAA\u0007 \u202esend\u009b2J>100');
    // oxlint-disable-next-line no-control-regex
    expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    expect(refusal('banana>1')).toMatch(/^[^\n]*[.?]$/);
  });
});

test.each([
  ['1500', 1502, 1500, undefined, 'goroutines 1,502 > 1,500'],
  ['select>+50%', 90, 75, 50, 'select 90 > 75 (+50% over 50)'],
  ['growth>100/min', 130.04, 100, undefined, 'growth 130/min > 100/min'],
  ['chan send growth>10/h', 0.5, 1 / 6, undefined, 'chan send growth 30/h > 10/h'],
])(
  'a crossing of %s is said with its figures, in the unit of its limit',
  (text, value, limit, baseline, words) => {
    expect(describeCrossing({threshold: parseThreshold(text), value, limit, baseline})).toBe(words);
  },
);

test('a reason for a file name holds no letter that a shell reads', () => {
  const reasons = ['5000', '+12.5%', 'IO wait>3', 'chan send growth>10/h'].map((text) =>
    reasonForFileName(parseThreshold(text)),
  );
  expect(reasons).toEqual([
    'goroutines-above-5000',
    'goroutines-12.5-percent-over-baseline',
    'IO-wait-above-3',
    'chan-send-growth-above-0.167-per-min',
  ]);
});
