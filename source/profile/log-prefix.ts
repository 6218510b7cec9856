const newline = 0x0a;

/**
 * Removes what a log collector writes before each line of a dump, such as a time stamp and a container's name.
 *
 * What stands before the first goroutine header is taken as the pattern: digits for digits, the rest literally, and
 * only from lines that fit it is it removed. A tab that syslog wrote as `#011` becomes a tab again.
 *
 * Example input:  `2026-11-21T05:00:00Z app[12]: goroutine 1 [running]:`
 * Example output: `goroutine 1 [running]:`
 */
export function stripLogPrefix(bytes: Uint8Array): Uint8Array {
  // One character a byte, so that what is cut off are whole bytes.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const prefix = /^(.{0,1000}?)goroutine \d{1,20}[^\n[]{0,100} \[/m.exec(text)?.[1] ?? '';
  if (prefix === '') {
    return bytes;
  }

  const shape = prefix
    .replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
    .replaceAll(/\d+/g, String.raw`\d+`);
  const shorter = shape.replace(/\s+$/, '');
  const pattern = new RegExp(`^(?:${shape}|${shorter}$)`);
  const lines = text.split('\n').map((line) => line.replace(pattern, '').replace(/^#011/, '\t'));
  const stripped = new Uint8Array(Buffer.from(lines.join('\n'), 'latin1'));
  return stripped.at(-1) === newline || bytes.at(-1) !== newline ? stripped : bytes;
}
