import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Extension, Extensions } from '@electric-sql/pglite';

/** They want to be loaded with the engine itself, and serve nothing that a state could hold. */
const PRELOADED = new Set(['auto_explain', 'pg_stat_statements']);

/** Names, as CREATE EXTENSION takes them, of the extensions that the embedded engine can load. */
export async function embeddedExtensions(): Promise<string[]> {
  const folder = join(dirname(fileURLToPath(import.meta.resolve('@electric-sql/pglite'))), 'contrib');
  return (await readdir(folder))
    .filter((file) => file.endsWith('.js'))
    .map((file) => extensionName(file.slice(0, -'.js'.length)))
    .filter((name) => !PRELOADED.has(name))
    .sort();
}

/** The bundles of those names that PGlite has; CREATE EXTENSION speaks up about the others. */
export async function extensionBundles(names: readonly string[]): Promise<Extensions> {
  const known = names.length === 0 ? [] : await embeddedExtensions();
  const bundles: Extensions = {};
  for (const name of names.filter((wanted) => known.includes(wanted))) {
    const module: unknown = await import(`@electric-sql/pglite/contrib/${fileName(name)}`);
    const bundle = Object.values(typeof module === 'object' && module !== null ? module : {}).find(
      isExtension,
    );
    if (bundle !== undefined) bundles[fileName(name)] = bundle;
  }
  return bundles;
}

function extensionName(file: string): string {
  return file === 'uuid_ossp' ? 'uuid-ossp' : file;
}

function fileName(extension: string): string {
  return extension.replaceAll('-', '_');
}

function isExtension(value: unknown): value is Extension {
  return typeof value === 'object' && value !== null && 'setup' in value && typeof value.setup === 'function';
}
