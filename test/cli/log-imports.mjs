import { writeSync } from 'node:fs';
import { register } from 'node:module';

// Tells every module that is resolved, on stderr.
export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  writeSync(2, `${resolved.url}\n`);
  return resolved;
}

if (!import.meta.url.includes('?hooks')) register(`${import.meta.url}?hooks`);
