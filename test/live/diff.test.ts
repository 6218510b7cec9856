import {describe, expect, test} from 'vitest';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {buildDemoGoApp, findGo, isMissing, startDemoGoApp} from '../helpers/go-process.ts';
import {gorowatch} from '../helpers/gorowatch.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const go = findGo();

type DiffJson = {
  readonly groups: readonly {
    readonly function: string;
    readonly kind: string;
    readonly change: number;
    readonly goroutines?: {readonly stayed: number; readonly started: number};
  }[];
  readonly goroutines: {readonly compared: boolean};
};

describe.skipIf(isMissing(go))('a running process and what was saved of it', {timeout: 300_000}, () => {
  test('differ by the goroutines that leaked in between, in every format', async () => {
    const target = await startDemoGoApp(buildDemoGoApp(go));
    await target.ask('/scenario/receive-forever?n=5');
    const folder = temporaryFolder();
    const saved = await Promise.all(
      [0, 1, 2].map(async (debug) => {
        const answer = await fetch(`http://${target.host}/debug/pprof/goroutine?debug=${debug}`, {
          headers: {connection: 'close'},
        });
        const file = path.join(folder, `debug${debug}.txt`);
        writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
        return file;
      }),
    );
    await target.ask('/scenario/receive-forever?n=12');
    for (const [debug, file] of saved.entries()) {
      const {status, stdout} = await gorowatch(['diff', file, target.host, '--json', '--stacks']);
      const {groups, goroutines} = JSON.parse(stdout) as DiffJson;
      const grown = groups.filter((group) => group.function.endsWith('.(*Order).awaitApproval'));
      expect({status, grown: grown.map(({kind, change}) => [kind, change])}).toEqual({
        status: 1,
        grown: [['grown', 12]],
      });
      expect(goroutines.compared).toBe(debug === 2);
      expect(grown[0]!.goroutines).toEqual(
        debug === 2 ? {stayed: 5, started: 12, joined: 0, left: 0, ended: 0} : undefined,
      );
    }
  });
});
