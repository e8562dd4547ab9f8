import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

/** Names of tables, views, functions and bundles of the shipped systems, as far as they are nobody's everyday words. */
function shippedNames(): string[] {
  const made =
    /create (?:or replace )?(?:table|view|function|trigger|unique index|index) (?:if not exists )?(?:\w+\.)?(\w+)/g;
  const names = files(join(root, 'embedded')).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(made)].map((match) => match[1] ?? ''),
  );
  // What the platform makes is src/platforms' to know.
  return [...new Set(names)].filter((name) => name.includes('_') && !/^(uuid|pgrst)_/.test(name));
}

it('nothing in src/ or schemas/ knows the shipped systems', () => {
  const names = shippedNames();
  expect(names.length).toBeGreaterThan(50);
  const pattern = new RegExp(`\\b(${names.join('|')}|crm)\\b`, 'i');
  const found = [...files(join(root, 'src')), ...files(join(root, 'schemas'))].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${file.slice(root.length)}:${index + 1}: ${line.trim()}`] : [],
      ),
  );
  expect(found).toEqual([]);
});
