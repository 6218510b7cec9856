import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {checkFiles} from '../../../source/commands/check/check-files.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

/** What a program built with Go 1.26 wrote: two transfers that each took their first account, and main waiting. */
const end = `fatal error: all goroutines are asleep - deadlock!

goroutine 1 [sync.WaitGroup.Wait]:
sync.runtime_SemacquireWaitGroup(0x17e374534120?, 0xe0?)
	/usr/local/go/src/runtime/sema.go:114 +0x2e
sync.(*WaitGroup).Wait(0x17e3744d00d0)
	/usr/local/go/src/sync/waitgroup.go:206 +0x85
main.main()
	/srv/bank/main.go:34 +0x15f

goroutine 7 [sync.Mutex.Lock]:
internal/sync.runtime_SemacquireMutex(0x0?, 0x0?, 0x0?)
	/usr/local/go/src/runtime/sema.go:95 +0x25
internal/sync.(*Mutex).lockSlow(0x17e3744d00c0)
	/usr/local/go/src/internal/sync/mutex.go:149 +0x15d
internal/sync.(*Mutex).Lock(...)
	/usr/local/go/src/internal/sync/mutex.go:70
sync.(*Mutex).Lock(...)
	/usr/local/go/src/sync/mutex.go:46
main.transfer(0x17e3744d00b0, 0x17e3744d00c0, 0x1, 0x0?, 0x0?)
	/srv/bank/main.go:20 +0xe6
created by main.main in goroutine 1
	/srv/bank/main.go:31 +0xd7

goroutine 8 [sync.Mutex.Lock]:
internal/sync.runtime_SemacquireMutex(0x0?, 0x0?, 0x0?)
	/usr/local/go/src/runtime/sema.go:95 +0x25
internal/sync.(*Mutex).lockSlow(0x17e3744d00b0)
	/usr/local/go/src/internal/sync/mutex.go:149 +0x15d
internal/sync.(*Mutex).Lock(...)
	/usr/local/go/src/internal/sync/mutex.go:70
sync.(*Mutex).Lock(...)
	/usr/local/go/src/sync/mutex.go:46
main.transfer(0x17e3744d00c0, 0x17e3744d00b0, 0x2, 0x0?, 0x0?)
	/srv/bank/main.go:20 +0xe6
created by main.main in goroutine 1
	/srv/bank/main.go:32 +0x14b
exit status 2
`;

async function judged(text: string) {
  const file = path.join(temporaryFolder(), 'bank.log');
  writeFileSync(file, text);
  const {diagnosis} = await checkFiles([file], {sources: []});
  return diagnosis.verdicts.map(({level, pattern, group, evidence}) => ({
    level,
    pattern,
    function: group.frame?.function,
    kinds: evidence.map(({kind}) => kind),
  }));
}

test('where the runtime found all goroutines asleep, each of them is proven to be stuck, the cause first', async () => {
  const [cause, victim, ...others] = await judged(`bank 1.4 is listening\n${end}`);
  expect(cause).toMatchObject({level: 'proven', pattern: 'mutex-not-released', function: 'main.transfer'});
  expect(cause?.kinds).toContain('deadlock');
  expect(victim).toMatchObject({level: 'proven', pattern: 'waitgroup-never-done', function: 'main.main'});
  expect(victim?.kinds).toContain('waits-for');
  expect(others).toEqual([]);
});

test('the same goroutines alone prove nothing', async () => {
  const found = await judged(end.slice(end.indexOf('goroutine 1 ')));
  expect(found.filter(({level}) => level === 'proven' || level === 'likely')).toEqual([]);
});

test('a difference of two profiles is no moment that can be judged', async () => {
  const file = path.join(import.meta.dirname, '../../fixtures/goroutine/go1.26/delta.pb.gz');
  await expect(checkFiles([file], {sources: []})).rejects.toMatchObject({
    kind: 'other-profile',
    message: expect.stringMatching(/^delta\.pb\.gz: This is the difference of two profiles/) as string,
    exitCode: 4,
  });
});
