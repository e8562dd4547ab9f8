#!/usr/bin/env node
import { processIo } from './io.js';
import { run } from './program.js';

// React is slower and talks more without it.
process.env.NODE_ENV ??= 'production';

const io = processIo();

async function failed(error: unknown): Promise<never> {
  const { reportError } = await import('./report.js');
  reportError(error, io.err, process.argv.includes('--debug'));
  process.exit(1);
}
process.on('uncaughtException', failed);
process.on('unhandledRejection', failed);

const code = await run(process.argv.slice(2), io);
const unwritten = await io.flush();
if (unwritten !== null) io.err.write(`error: the output could not be written: ${unwritten}\n`);
process.exit(unwritten === null ? code : 1);
