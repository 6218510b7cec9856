import {lists, type Binding} from './binding.ts';

/** Keys that move through a list. */
export const moveBindings: readonly Binding[] = [
  {keys: ['up', 'k'], command: 'up', where: lists, help: 'up'},
  {keys: ['down', 'j'], command: 'down', where: lists, help: 'down'},
  {keys: ['g', 'home'], command: 'first', where: lists, help: 'to the first'},
  {keys: ['G'], command: 'last', where: lists, help: 'to the last'},
  {keys: ['pageup', 'ctrl-b'], command: 'pageUp', where: lists, help: 'a page up'},
  {keys: ['pagedown', 'ctrl-f'], command: 'pageDown', where: lists, help: 'a page down'},
  {keys: ['ctrl-u'], command: 'halfUp', where: lists, help: 'half a page up'},
  {keys: ['ctrl-d'], command: 'halfDown', where: lists, help: 'half a page down'},
];
