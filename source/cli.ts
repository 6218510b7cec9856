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
  const {keepHeapSmall} = await import('./commands/heap.ts');
  keepHeapSmall();
  const {main} = await import('./commands/main.ts');
  await main(process.argv.slice(2));
}
