import {cellWidth} from './text-width.ts';

/**
 * Plain text in lines of at most `width` cells, broken between words. A word that is wider, such as a path, stays
 * whole, so that it can be copied and searched for.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && cellWidth(longer) > width) {
      lines.push(current);
      current = word;
    } else {
      current = longer;
    }
  }

  return current === '' ? lines : [...lines, current];
}
