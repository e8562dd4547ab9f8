import { expect, test } from 'vitest';
import { KINDS } from '../../src/kinds/registry.js';
import { kinds } from '../../src/manifest/kinds/index.js';

test('every kind that stands alone has a document under its own name', () => {
  const missing = KINDS.filter((kind) => !kind.part && !kinds.has(kind.name)).map((kind) => kind.name);
  expect(missing).toEqual([]);
});

test('import writes every kind as a manifest where it can', () => {
  // Roles belong to all databases of a server; a subscription's connection string is never read.
  const without = KINDS.filter((kind) => !kind.part && kind.document === undefined).map((kind) => kind.name);
  expect(without).toEqual(['role', 'subscription']);
});
