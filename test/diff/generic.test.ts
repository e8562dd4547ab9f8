import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../../src/kinds/registry.js';

const folder = fileURLToPath(new URL('../../src/diff/', import.meta.url));

describe('the differ', () => {
  it.each(readdirSync(folder))('%s names no kind', (file) => {
    const text = readFileSync(`${folder}${file}`, 'utf8');
    const named = KINDS.filter(({ name }) => new RegExp(`['"\`]${name}['"\`]`).test(text)).map(
      ({ name }) => name,
    );
    expect(named).toEqual([]);
  });
});
