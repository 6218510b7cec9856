import {expect, test} from 'vitest';
import {makeTheme} from '../../../source/terminal/theme.ts';
import {formatClock} from '../../../source/view/text/format.ts';
import {headerLines} from '../../../source/view/panels/header.ts';
import {momentOf} from '../../../source/view/inspector/moment.ts';
import {plainEvent, plainSample} from '../../../source/view/output/plain-lines.ts';
import {reasonRows, reasonWords} from '../../../source/view/panels/reasons-panel.ts';
import {cellWidth} from '../../../source/view/text/text-width.ts';
import {windowAt} from '../../../source/view/time/time-window.ts';
import {families} from '../../../source/profile/wait-reason.ts';
import {group, watched} from '../../helpers/session.ts';

test('a sample in one line: when, how many, the change, threads, each reason, the cost', () => {
  const target = watched();
  target.sees(group(600, 'chan send', 'a.b'), group(40, 'sleep', 'c.d'));
  target.session.addThreads(14);
  target.sees(group(812, 'chan send', 'a.b'), group(40, 'sleep', 'c.d'));
  expect(plainSample(target.session, false)).toBe(
    `${formatClock(target.clock.wallMs())}  852 goroutines +212  14 threads  chan send 812 (+212)  sleep 40  cost 0 %`,
  );
});

test('an event in one line that a script can find', () => {
  const target = watched();
  target.session.addEvent('alert', 'goroutines 901 > 900 · full stacks saved: …');
  const [event] = target.session.events;
  expect(plainEvent(event!, false)).toBe(
    `${formatClock(target.clock.wallMs())}  ALERT  goroutines 901 > 900 · full stacks saved: …`,
  );
  expect(plainEvent(event!, true)).toMatch(/^[ -~]*$/);
});

test('a long command line is cut, not left out', () => {
  const target = watched();
  target.session.facts = {
    ...target.session.facts,
    commandLine: `/srv/shop/server ${'-flag=value '.repeat(30)}`,
  };
  target.sees(group(1, 'sleep', 'a.b'));
  const moment = momentOf(target.session, target.clock.monotonicMs(), undefined);
  const cost = target.session.ledger.reading(target.clock.monotonicMs());
  const now = {
    session: target.session,
    moment,
    cost,
    held: undefined,
    status: target.session.status,
    facts: target.session.facts,
    mode: undefined,
    threshold: undefined,
  };
  const [top = ''] = headerLines(now, {columns: 100, theme: makeTheme('none'), ascii: false});
  expect(top).toContain('/srv/shop/server -flag=value');
  expect(top).toContain('LIVE');
  expect(cellWidth(top)).toBeLessThanOrEqual(100);
});

test('every reason can be reached with the cursor, in two columns and in one line of words', () => {
  const target = watched();
  target.sees(...families.map((family, index) => group(100 - index, family, 'a.b x.go:1')));
  const atMs = target.clock.monotonicMs();
  const {families: all} = momentOf(target.session, atMs, undefined);
  const paint = {columns: 100, theme: makeTheme('none'), ascii: false};
  for (const [cursor, {family, count}] of all.entries()) {
    const now = {families: all, chosen: undefined, cursor, window: windowAt(target.session, atMs), gaps: []};
    expect(reasonRows(now, 4, paint).join('\n')).toMatch(new RegExp(`▸ ${family} +${count} `));
    expect(reasonWords(now, {...paint, columns: 40})).toContain(` ${family} ${count} `);
    for (const line of [...reasonRows(now, 4, paint), reasonWords(now, paint)]) {
      expect(cellWidth(line)).toBeLessThanOrEqual(100);
    }
  }
});
