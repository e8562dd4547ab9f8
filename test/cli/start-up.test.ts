import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from './built.js';

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
