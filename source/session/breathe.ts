/** Lets the event loop turn: keys and the screen must not wait for long work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
