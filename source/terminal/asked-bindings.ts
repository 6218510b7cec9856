import type {Binding} from './binding.ts';

/** Keys while something is typed or asked: all others mean nothing then. */
export const askedBindings: readonly Binding[] = [
  {keys: ['enter'], command: 'accept', where: ['filter'], help: 'keep the filter', footer: 'keep'},
  {keys: ['esc'], command: 'cancel', where: ['filter'], help: 'drop the filter', footer: 'drop'},
  {keys: ['enter'], command: 'accept', where: ['time'], help: 'go to that time', footer: 'go there'},
  {keys: ['esc'], command: 'cancel', where: ['time'], help: 'stay where it is', footer: 'leave it'},
  {keys: ['enter'], command: 'accept', where: ['report'], help: 'write the report', footer: 'write it'},
  {
    keys: ['tab'],
    command: 'switchFocus',
    where: ['report'],
    help: 'say which file, from when on, or whether to redact',
    footer: 'file, from, redact',
  },
  {keys: ['esc'], command: 'cancel', where: ['report'], help: 'leave it', footer: 'leave it'},
  {
    keys: ['enter'],
    command: 'accept',
    where: ['reportQuestion'],
    help: 'write the report without what is listed',
    footer: 'write it',
  },
  {keys: ['backspace'], command: 'erase', where: ['filter', 'time', 'report'], help: 'erase one character'},
  {keys: ['ctrl-u'], command: 'eraseAll', where: ['filter', 'time', 'report'], help: 'erase the line'},
  {keys: ['d'], command: 'dump', where: ['question'], help: 'yes, take the full stacks', footer: 'do it'},
  {
    keys: ['s'],
    command: 'countsOnly',
    where: ['question'],
    help: 'save counts instead, without stopping the process',
    footer: 'counts only',
  },
  {
    keys: ['L'],
    command: 'prove',
    where: ['proofQuestion'],
    help: 'yes, ask the garbage collector',
    footer: 'do it',
  },
  {
    keys: ['esc', 'n'],
    command: 'back',
    where: ['question', 'proofQuestion', 'reportQuestion'],
    help: 'leave it',
    footer: 'leave it',
  },
];
