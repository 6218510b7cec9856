/**
 * Waits for work to be done, but no longer than this. Meanwhile the program goes on, also where nothing that it waits for
 * keeps it: connections and threads that are being closed do not.
 */
export async function within(mostMs: number, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, mostMs);
  });
  try {
    await Promise.race([work(), time]);
  } finally {
    clearTimeout(timer);
  }
}
