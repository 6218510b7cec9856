import {readdirSync, statSync} from 'node:fs';
import {onTestFinished} from 'vitest';
import {SavingError} from '../../source/saving/saving-error.ts';
import type {Writer} from '../../source/saving/temporary-file.ts';

export const text = 'goroutine 1 [running]:\nmain.main()\n\t/srv/app/main.go:10 +0x1\n\n';
export const nowMs = Date.UTC(2026, 10, 21, 14);
export const writer: Writer = {host: '0123abcd', pid: 4242, isAlive: () => false, nowMs: () => nowMs};
export const subject = 'localhost-6060-20261121T140612Z-1502-goroutines-above-1500';

export function bytes(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

export function alertDump(directory: string, content = text) {
  return {directory, occasion: 'alert', subject, form: 'txt', chunks: [bytes(content)]} as const;
}

/** The permission bits in octal. */
export function modeOf(file: string): string {
  return (statSync(file).mode & 0o777).toString(8);
}

/** Every name in a folder, hidden ones too. */
export function everythingIn(folder: string): string[] {
  return readdirSync(folder).toSorted();
}

/** Sets the umask until the test ends. */
export function withUmask(mask: number): void {
  const before = process.umask(mask);
  onTestFinished(() => {
    process.umask(before);
  });
}

/** The SavingError that the work ends with; any other end is an error of the test. */
export async function failureOf(work: Promise<unknown>): Promise<SavingError> {
  const failure = await work.then(
    () => new Error('it was saved'),
    (error: unknown) => error,
  );
  if (failure instanceof SavingError) return failure;
  throw failure;
}
