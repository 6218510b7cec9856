import type {Expression} from './expression.ts';
import type {GoPackage} from './go-package.ts';
import type {GoTokens} from './go-tokens.ts';

/**
 * What kind of clock an `x.C` belongs to, by what the package declares or assigns under the name of `x`; undefined
 * when it says nothing, or both.
 *
 * Example input:  `w.ticker.C`, in a package with `type worker struct { ticker *time.Ticker }`
 * Example output: `ticker`
 */
export function clockInPackage(
  {files}: GoPackage,
  {of = ''}: Pick<Expression, 'of'>,
): 'ticker' | 'timer' | undefined {
  const name = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(of)?.[0];
  if (name === undefined) {
    return undefined;
  }

  const found = new Set<string>();
  for (const {file} of files) {
    for (let at = 0; at < file.tokens.count; at++) {
      const kind = file.tokens.text(at) === name ? clockAfter(file.tokens, at + 1) : undefined;
      if (kind !== undefined) {
        found.add(kind);
      }
    }
  }

  return found.size > 1
    ? undefined
    : found.has('ticker')
      ? 'ticker'
      : found.has('timer')
        ? 'timer'
        : undefined;
}

/** After a name: its type, as in `t *time.Ticker`, or what it is made by, as in `t := time.NewTicker(d)`. */
function clockAfter({text}: GoTokens, at: number): 'ticker' | 'timer' | undefined {
  const isMade = [':=', '=', ':'].includes(text(at));
  const from = isMade || text(at) === '*' ? at + 1 : at;
  if (text(from) !== 'time' || text(from + 1) !== '.') {
    return undefined;
  }

  const word = text(from + 2);
  return word === (isMade ? 'NewTicker' : 'Ticker')
    ? 'ticker'
    : word === (isMade ? 'NewTimer' : 'Timer')
      ? 'timer'
      : undefined;
}
