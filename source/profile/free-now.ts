/**
 * Gives the memory of bytes back at once: they are empty afterwards, and so is all that shares their buffer. To the
 * garbage collector they look small, and it lets ten megabytes of them pile up before it comes.
 *
 * What takes less than half of its buffer is left alone: that may be Node's pool, which others have parts of.
 */
export function freeNow({buffer, byteLength}: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength > 0 && byteLength * 2 >= buffer.byteLength)
    buffer.transfer(0);
}
