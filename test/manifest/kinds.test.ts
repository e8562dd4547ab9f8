import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KINDS } from '../../src/kinds/registry.js';
import { kinds } from '../../src/manifest/kinds.js';

/** Not typed: a script. */
const GENERATE: string = new URL('../../scripts/generate.mjs', import.meta.url).href;

test('what is written from the folders of kinds is as they are: node scripts/generate.mjs', async () => {
  const { tracked }: { tracked(): Promise<Record<string, string>> } = await import(GENERATE);
  for (const [name, text] of Object.entries(await tracked()))
    expect(readFileSync(name, 'utf8'), name).toBe(text);
});

test('sets can name every kind but default privileges', () => {
  const schema = JSON.parse(readFileSync('schemas/environment.schema.json', 'utf8'));
  const plurals = KINDS.map((kind) => kind.plural).filter((plural) => plural !== 'default_privileges');
  expect(Object.keys(schema.properties.keep.properties).sort()).toEqual(plurals.sort());
});

test('every kind that stands alone has a document under its own name', () => {
  const missing = KINDS.filter((kind) => !kind.part && !kinds.has(kind.name)).map((kind) => kind.name);
  expect(missing).toEqual([]);
});

test('import writes every kind as a manifest where it can', () => {
  // Roles belong to all databases of a server.
  const without = KINDS.filter((kind) => !kind.part && kind.document === undefined).map((kind) => kind.name);
  expect(without).toEqual(['role']);
});
