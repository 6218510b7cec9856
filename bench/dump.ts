/** A pseudo-random number in [0, 1) that is the same in every run (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const statuses = [
  'chan receive',
  'chan send',
  'select',
  'IO wait',
  'sync.Mutex.Lock',
  'sleep',
  'semacquire',
  'runnable',
];
const packages = [
  'github.com/acme/shop/cart',
  'github.com/acme/shop/internal/queue',
  'net/http',
  'database/sql',
  'main',
];
const functions = [
  '(*Server).serve',
  '(*conn).readLoop',
  'worker',
  '(*Pool).acquire',
  'Handle.func1',
  '(*Cache[...]).Get',
];

/**
 * Makes the text of a debug=2 dump as a large service would give: a few hundred different stacks of one to eight frames,
 * each goroutine with its own id, argument words, minutes and creator.
 */
export function makeDump(
  goroutines: number,
  differentStacks: number,
  seed = 1,
  words: readonly string[] = statuses,
): Uint8Array<ArrayBuffer> {
  const random = createRandom(seed);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]!;
  const address = () =>
    `0xc${Math.floor(random() * 0xff_ff_ff_ff)
      .toString(16)
      .padStart(9, '0')}`;
  const stacks = Array.from({length: differentStacks}, () => ({
    status: pick(words),
    frames: Array.from({length: 1 + Math.floor(random() ** 2 * 8)}, () => {
      const name = pick(packages);
      return {
        call: `${name}.${pick(functions)}`,
        argumentCount: Math.floor(random() * 4),
        place: `/srv/app/${name.split('/').at(-1)}/file.go:${1 + Math.floor(random() * 2000)}`,
      };
    }),
    creatorLine: 1 + Math.floor(random() * 900),
  }));

  const blocks: string[] = [];
  for (let id = 1; id <= goroutines; id++) {
    const {status, frames, creatorLine} = pick(stacks);
    const minutes = random() < 0.5 ? `, ${1 + Math.floor(random() * 120)} minutes` : '';
    const lines = [`goroutine ${id * 3} [${status}${minutes}]:`];
    for (const {call, argumentCount, place} of frames) {
      lines.push(
        `${call}(${Array.from({length: argumentCount}, address).join(', ')})`,
        `\t${place} +0x${Math.floor(random() * 4096).toString(16)}`,
      );
    }

    const creator = 3 * (1 + Math.floor(random() * 1000));
    lines.push(
      `created by main.start in goroutine ${creator}`,
      `\t/srv/app/main.go:${creatorLine} +0x1d`,
      '\n',
    );
    blocks.push(lines.join('\n'));
  }

  return new Uint8Array(Buffer.from(blocks.join('')));
}
