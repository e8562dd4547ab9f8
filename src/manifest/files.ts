import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '../model/errors.js';
import { compareText } from '../model/id.js';
import { Source } from './source.js';

/** Largest manifest in bytes. */
const LARGEST = 16 * 1024 * 1024;

/** Reads a text file of the project; `file` is relative to `dir`. Problems with the file as such are at 1:1, or at the first byte that is no UTF-8. */
export async function readSource(dir: string, file: string): Promise<Source | Problem> {
  const problem = (code: string, message: string, hint: string): Problem => ({
    code,
    message,
    hint,
    at: { file, line: 1, column: 1 },
  });
  const full = path.join(dir, file);
  const facts = await stat(full);
  if (facts.size > LARGEST) {
    const size = Math.ceil(facts.size / 1024 / 1024);
    return problem(
      'too-big',
      `the file has ${size} MB; at most ${LARGEST / 1024 / 1024} MB are read`,
      'split it up',
    );
  }
  const bytes = await readFile(full);
  if (bytes.includes(0))
    return problem('binary-file', 'this is a binary file', 'state holds text in UTF-8 only');
  try {
    return new Source(file, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return notUtf8(file, bytes);
  }
}

/** The problem at the first byte that is no UTF-8. */
function notUtf8(file: string, bytes: Uint8Array): Problem {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  // What cannot be read is replaced by this character, which the file may hold as well.
  const [sign, written] = ['\ufffd', Buffer.from('\ufffd')];
  let [at, byte] = [text.indexOf(sign), 0];
  for (let from = 0; at >= 0; from = at + 1, at = text.indexOf(sign, from)) {
    byte += Buffer.byteLength(text.slice(from, at));
    if (!written.equals(bytes.subarray(byte, byte + written.length))) break;
    byte += written.length;
  }
  const source = new Source(file, text);
  const hex = (bytes[byte] ?? 0).toString(16);
  const offset = at - (text.length - source.text.length);
  return source.problem('not-utf8', `the file is not valid UTF-8: byte 0x${hex}`, offset, 'save it as UTF-8');
}

/**
 * Files of a folder and below it, sorted by path, relative to `dir` with forward slashes; `null` where there is no
 * such folder. Links are followed; names that begin with a dot are left out.
 */
export async function listFiles(dir: string, folder: string): Promise<string[] | null> {
  const files: string[] = [];
  const found = await collect(dir, folder, files, new Set());
  return found ? files.sort(compareText) : null;
}

async function collect(
  dir: string,
  folder: string,
  files: string[],
  above: ReadonlySet<string>,
): Promise<boolean> {
  const real = await realpath(path.join(dir, folder)).catch(absent);
  const found = real === null ? null : await readdir(real, { withFileTypes: true }).catch(absent);
  if (real === null || found === null) return false;
  // A link to a folder above would go round for ever.
  if (above.has(real)) return true;
  for (const one of found) {
    if (one.name.startsWith('.')) continue;
    const inner = `${folder}/${one.name}`;
    const facts = one.isSymbolicLink() ? await stat(path.join(dir, inner)).catch(absent) : one;
    if (facts?.isDirectory()) await collect(dir, inner, files, new Set([...above, real]));
    else if (facts?.isFile()) files.push(inner);
  }
  return true;
}

function absent(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
