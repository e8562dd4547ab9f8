import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runWith } from './fakes.js';
import { freshFolder } from './folder.js';

describe('init', () => {
  it('writes a project and keeps what is in .gitignore', async () => {
    const dir = freshFolder();
    writeFileSync(join(dir, '.gitignore'), 'node_modules');
    const { code, out } = await runWith(['init', '--dir', dir]);
    expect(code).toBe(0);
    expect(out).toContain('wrote environments/dev.yaml');
    expect(readFileSync(join(dir, 'environments/dev.yaml'), 'utf8')).toContain('environment: dev');
    expect(readFileSync(join(dir, 'state/app/notes.yaml'), 'utf8')).toContain('table: notes');
    expect(readFileSync(join(dir, '.gitignore'), 'utf8')).toBe('node_modules\n.reconcile/\n');
  });

  it('refuses to overwrite, and then writes nothing', async () => {
    const dir = freshFolder();
    await runWith(['init', '--dir', dir]);
    writeFileSync(join(dir, 'state/app/notes.yaml'), 'mine');
    const { code, err } = await runWith(['init', '--dir', dir]);
    expect(code).toBe(1);
    expect(err).toContain(
      'there already is environments/dev.yaml and state/app/notes.yaml; nothing was written',
    );
    expect(readFileSync(join(dir, 'state/app/notes.yaml'), 'utf8')).toBe('mine');
    expect(readFileSync(join(dir, '.gitignore'), 'utf8')).toBe('.reconcile/\n');
  });
});
