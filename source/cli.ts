#!/usr/bin/env node
// No static import here: an old Node must get a sentence, not a stack trace from a dependency.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `gorowatch needs Node.js 22.19 or newer, this is ${process.version}. In a checkout, \`npm start\` and \`npm run -s gorowatch -- ARGS\` use the right one.\n`,
  );
  process.exitCode = 2;
} else {
  const {enableCompileCache} = await import('node:module');
  enableCompileCache();
  const {setFlagsFromString} = await import('node:v8');
  // Left to itself V8 lets what a second leaves behind pile up to 16 MB and more in each of three spaces, and then
  // as much again as four times what is in use: 100 MB that nobody has anything of.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=60');
  // To collect one megabyte, waking four threads costs more than it saves.
  setFlagsFromString('--no-parallel-scavenge');
  const {main} = await import('./commands/main.ts');
  await main(process.argv.slice(2));
}
