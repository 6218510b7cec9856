import {formatCount} from '../text/format.ts';

/** `90 of 100`. */
export function ofAll(part: number, whole: number): string {
  return `${formatCount(part)} of ${formatCount(whole)}`;
}
