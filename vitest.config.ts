import {availableParallelism} from 'node:os';
import {defineConfig} from 'vitest/config';

// Chalk decides about colours when it is imported, and a test worker has no terminal.
const env = {FORCE_COLOR: '3'};

// A second, for which is polled otherwise, may go by on a busy machine.
const polling = {poll: {timeout: 20_000}};

export default defineConfig({
  test: {
    // One core is left free unless this is said, and of two that is half of the machine.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: 'unit',
          // A busy machine is slow; what hangs is still found.
          testTimeout: 90_000,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/program/**', 'test/live/**'],
          expect: polling,
          env,
        },
      },
      {
        // These drive dist/cli.js, so it is built once before the run.
        test: {
          name: 'program',
          include: ['test/program/**/*.test.ts', 'test/live/**/*.test.ts'],
          globalSetup: ['test/helpers/build.ts'],
          testTimeout: 120_000,
          expect: polling,
          env,
        },
      },
    ],
  },
});
