import {describe, expect, test, vi} from 'vitest';
import type {InspectorActions} from '../../source/components/inspector-actions.ts';
import {group, watched} from '../helpers/session.ts';
import {onScreen} from './on-screen.tsx';

type Report = NonNullable<InspectorActions['report']>;

const preview = [
  {label: 'host names', text: 'shop-7.prod.example'},
  {label: 'command line', text: '/srv/shop/server -token=abcd'},
  {label: '', text: 'What stays: functions.'},
];

async function asking({replaces, ...options}: {columns?: number; rows?: number; replaces?: string} = {}) {
  const target = watched();
  target.sees(group(40, 'sleep', 'retry.loop retry.go:5'));
  const write = vi.fn<() => Promise<string>>(async () => 'Report written: incident.html');
  const report = vi.fn<Report>(async ({isRedacted}) => ({
    preview: isRedacted ? preview : undefined,
    replaces,
    write,
  }));
  const screen = await onScreen(target, {columns: 120, rows: 30, ...options, actions: {report}});
  await screen.press('e');
  return {screen, report, write};
}

describe('a report', () => {
  test('is written with enter: a new file, from the beginning, with everything in it', async () => {
    const {screen, report, write} = await asking();
    expect(report).not.toHaveBeenCalled();
    expect(screen.text()).toContain('report to  a new .html file  from the beginning  redact no');
    await screen.press('enter');
    await screen.settle();
    expect(report).toHaveBeenCalledWith(
      expect.objectContaining({file: undefined, from: undefined, isRedacted: false}),
    );
    expect(write).toHaveBeenCalledOnce();
    expect(screen.text()).toContain('Report written: incident.html');
    expect(screen.inspector.state.draft).toBeUndefined();
  });

  test('may be given a file and a beginning', async () => {
    const {screen, report} = await asking();
    await screen.type('~/my shop.md');
    await screen.press('tab');
    await screen.type('3m ago');
    expect(screen.text()).toContain('report to ~/my shop.md  from 3m ago   redact no  like 14:05 or 3m ago');
    await screen.press('enter');
    expect(report).toHaveBeenCalledWith(expect.objectContaining({file: '~/my shop.md', from: '3m ago'}));
  });

  test('says what goes from it before it is written without that', async () => {
    const {screen, report, write} = await asking();
    await screen.press('tab', 'tab');
    expect(screen.text()).toContain('leave out labels, arguments, hosts, command line');
    await screen.press('y', 'enter');
    await screen.settle();
    expect(report).toHaveBeenCalledWith(expect.objectContaining({isRedacted: true}));
    expect(write).not.toHaveBeenCalled();
    for (const {label, text} of preview) expect(screen.line(label === '' ? text : label)).toContain(text);
    expect(screen.text()).toContain('enter to write it, esc to leave it');
    await screen.press('enter');
    await screen.settle();
    expect(write).toHaveBeenCalledOnce();
    expect(report).toHaveBeenCalledOnce();
    expect(screen.text()).toContain('Report written: incident.html');
  });

  test.each(['esc', 'n'])('that would lose too much or too little is left with %s', async (key) => {
    const {screen, write} = await asking();
    await screen.press('tab', 'tab', 'space', 'enter');
    await screen.settle();
    await screen.press(key);
    expect(screen.inspector.state.draft).toBeUndefined();
    expect(write).not.toHaveBeenCalled();
  });

  test('that cannot be made stays to be corrected, with what is wrong with it', async () => {
    const {screen, report} = await asking();
    report.mockRejectedValueOnce(new Error('shop.doc does not say what to write.'));
    await screen.type('shop.doc');
    await screen.press('enter');
    await screen.settle();
    expect(screen.text()).toContain('report to shop.doc ');
    expect(screen.text()).toContain('shop.doc does not say what to write.');
    await screen.press('backspace', 'backspace', 'backspace', 'm', 'd', 'enter');
    await screen.settle();
    expect(report).toHaveBeenLastCalledWith(expect.objectContaining({file: 'shop.md'}));
    expect(screen.text()).toContain('Report written');
  });

  test('replaces no file before that is agreed to', async () => {
    const {screen, report, write} = await asking({replaces: 'shop.md'});
    await screen.type('shop.md');
    await screen.press('enter');
    await screen.settle();
    expect(write).not.toHaveBeenCalled();
    expect(screen.text()).toContain('shop.md is there already: enter replaces it.');
    await screen.press('enter');
    await screen.settle();
    expect(write).toHaveBeenCalledOnce();
    expect(report).toHaveBeenCalledOnce();
    expect(screen.text()).toContain('Report written: incident.html');
  });

  test('that would replace a file is asked for anew under another name', async () => {
    const {screen, report, write} = await asking({replaces: 'shop.md'});
    await screen.type('shop.md');
    await screen.press('enter');
    await screen.settle();
    report.mockResolvedValueOnce({preview: undefined, write});
    await screen.press('backspace', 'backspace', 'j', 's', 'o', 'n', 'enter');
    await screen.settle();
    expect(report).toHaveBeenLastCalledWith(expect.objectContaining({file: 'shop.json'}));
    expect(report).toHaveBeenCalledTimes(2);
    expect(write).toHaveBeenCalledOnce();
  });

  test('says with what goes from it which file it would replace', async () => {
    const {screen, write} = await asking({replaces: 'shop.md'});
    await screen.press('tab', 'tab', 'y', 'enter');
    await screen.settle();
    expect(screen.text()).toContain('shop.md is there already: enter replaces it.');
    expect(write).not.toHaveBeenCalled();
    await screen.press('enter');
    await screen.settle();
    expect(write).toHaveBeenCalledOnce();
  });

  test('is asked for letter by letter: keys of the view mean nothing meanwhile', async () => {
    const {screen} = await asking();
    await screen.type('q?2D/');
    expect(screen.inspector.state).toMatchObject({view: 'groups', draft: {file: 'q?2D/'}});
    await screen.press('ctrl-u', 'esc');
    expect(screen.inspector.state.draft).toBeUndefined();
    expect(screen.did.quit).not.toHaveBeenCalled();
  });

  test('is asked for in a narrow window too, one thing at a time', async () => {
    const {screen} = await asking({columns: 40, rows: 10});
    expect(screen.text()).toContain('report to  a new .html file  tab: more');
    await screen.press('tab');
    expect(screen.text()).toContain(' from  the beginning');
    await screen.press('tab', 'y', 'enter');
    await screen.settle();
    expect(screen.text()).toContain('shop-7.prod.example');
    expect(screen.text()).toContain('enter write it  esc leave it');
  });
});
