import type {CommandScope} from '../inspector/commands.ts';
import type {InspectorState} from '../inspector/inspector-state.ts';

/** Where the next key goes. */
export function scopeOf(state: InspectorState): CommandScope {
  if (state.help !== undefined) return 'help';
  if (state.question !== undefined) return state.question.purpose === 'proof' ? 'proofQuestion' : 'question';
  if (state.typed !== undefined) return 'filter';
  if (state.typedTime !== undefined) return 'time';
  if (state.draft !== undefined) return state.draft.preview === undefined ? 'report' : 'reportQuestion';
  if (state.goroutine !== undefined) return 'goroutine';
  if (state.detail !== undefined) return 'detail';
  if (state.verdict !== undefined) return 'evidence';
  if (state.view !== 'groups') return state.view;
  return state.focus === 'reasons' ? 'reasons' : 'groups';
}
