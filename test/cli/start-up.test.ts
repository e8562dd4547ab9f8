import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshFolder } from './folder.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The built command line, in a folder of its own. */
function build(): string {
  const folder = freshFolder();
  for (const name of ['node_modules', 'package.json', 'schemas'])
    symlinkSync(join(root, name), join(folder, name));
  spawnSync(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    ...['-p', join(root, 'tsconfig.build.json'), '--outDir', join(folder, 'dist')],
  ]);
  return folder;
}

describe('start-up', () => {
  let folder = '';
  let main = '';
  beforeAll(() => {
    folder = build();
    main = join(folder, 'dist/cli/main.js');
  });

  it('is a script for node', () => {
    expect(readFileSync(main, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node');
  });

  it.each([[['--version']], [['--help']], [['plan', '--help']], [['nonsense']]])(
    '%j loads commander and nothing else',
    (args) => {
      const hook = fileURLToPath(new URL('./log-imports.mjs', import.meta.url));
      const { stderr } = spawnSync(process.execPath, ['--import', hook, main, ...args], { encoding: 'utf8' });
      const loaded = stderr.split('\n').filter((line) => line.startsWith('file:'));
      const packages = loaded.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
      expect([...new Set(packages)]).toEqual(['commander']);
      const own = loaded.flatMap((url) => /\/dist\/(.*)/.exec(url)?.[1] ?? []);
      expect(own.sort()).toEqual(['cli/io.js', 'cli/main.js', 'cli/program.js']);
    },
  );
});
