// Puts composed lines on the screen, each as one text that is drawn only when it differs.

import {Text} from 'ink';
import {createContext, memo, use} from 'react';
import {toAscii} from '../view/text/ascii.ts';

/** Whether only ASCII may reach the terminal, names of the target's functions included. */
export const AsciiOnly = createContext(false);

/** One memoised Text per line, holding a composed string: the cheapest shape for Ink to paint. */
const Line = memo(({text}: {readonly text: string}) => (
  <Text wrap="truncate">{text === '' ? ' ' : text}</Text>
));

/** Lines as they are, `height` of them: blank ones follow when there are fewer. */
export function Lines({
  lines,
  height = lines.length,
}: {
  readonly lines: readonly string[];
  readonly height?: number;
}) {
  const asciiOnly = use(AsciiOnly);
  return Array.from({length: height}, (_, index) => {
    const text = lines[index] ?? '';
    return <Line key={index} text={asciiOnly ? toAscii(text) : text} />;
  });
}
