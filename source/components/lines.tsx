import {Text} from 'ink';
import {memo} from 'react';

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
  return Array.from({length: height}, (_, index) => <Line key={index} text={lines[index] ?? ''} />);
}
