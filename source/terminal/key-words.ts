// The keys of a view as the footer and the help show them.

import type {CommandScope} from '../view/inspector/commands.ts';
import type {KeyHelp} from '../view/inspector/key-help.ts';
import type {Mode} from './binding.ts';
import {bindingsOf, keyName} from './bindings.ts';

/** The keys of a scope as footer and help show them; those for going through time first while a moment is held. */
export function keysOf(scope: CommandScope, mode: Mode, isHeld: boolean, ascii: boolean): readonly KeyHelp[] {
  const bindings = bindingsOf(scope, mode);
  const forHeld = ({heldFooter}: (typeof bindings)[number]) => isHeld && heldFooter !== undefined;
  const ordered = [...bindings.filter(forHeld), ...bindings.filter((binding) => !forHeld(binding))];
  return ordered.map((binding) => {
    const {keys, help, footer, heldFooter, footerKeys = keys.slice(0, 1)} = binding;
    return {
      keys: keys.map((key) => keyName(key, ascii)),
      footerKey: footerKeys.map((key) => keyName(key, ascii)).join(' '),
      help,
      footer: forHeld(binding) ? heldFooter : footer,
    };
  });
}
