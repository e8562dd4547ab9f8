/**
 * Where each character of a scalar's value stands in the file. YAML folds lines, drops indentation and decodes
 * escapes; the maps here undo that by walking value and raw text side by side (YAML 1.2.2, chapters 7.3 and 8.1).
 */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** Offsets in `raw` for each UTF-16 unit of `value`, and one for its end. */
export function valueOffsets(raw: string, value: string, style: ScalarStyle): readonly number[] {
  if (style === 'literal' || style === 'folded') return blockOffsets(raw, value);
  return flowOffsets(raw, value, style);
}

function flowOffsets(raw: string, value: string, style: ScalarStyle): readonly number[] {
  const map: number[] = [];
  let at = style === 'plain' ? 0 : 1;
  while (map.length < value.length && at < raw.length) {
    if (style === 'double' && raw[at] === '\\') {
      const found = /^\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|[^\n])/.exec(
        raw.slice(at, at + 200),
      );
      const token = found?.[0] ?? '\\';
      if (!token.includes('\n')) {
        map.push(at);
        // An astral character takes two units.
        if (token.startsWith('\\U') && Number.parseInt(token.slice(2), 16) > 0xffff) map.push(at);
      }
      at += token.length;
      continue;
    }
    const fold = /^[ \t]*\r?\n[ \t\r\n]*/.exec(/[ \t\r\n]/.test(raw[at] ?? '') ? raw.slice(at) : '')?.[0];
    if (fold !== undefined) {
      const lines = fold.split('\n').length - 1;
      const produced = lines === 1 ? 1 : lines - 1;
      // Inside double quotes a fold may follow an escaped line end and yield nothing.
      for (let k = 0; k < produced && /[ \n]/.test(value[map.length] ?? ''); k += 1) map.push(at);
      at += fold.length;
      continue;
    }
    map.push(at);
    at += style === 'single' && raw[at] === "'" ? 2 : 1;
  }
  while (map.length <= value.length) map.push(Math.min(at, raw.length));
  return map;
}

function blockOffsets(raw: string, value: string): readonly number[] {
  const map: number[] = [];
  let at = raw.indexOf('\n') + 1;
  if (at === 0) at = raw.length;
  let fresh = true;
  while (map.length < value.length && at < raw.length) {
    if (fresh) {
      at += indentation(raw, at, value, map.length);
      fresh = false;
      continue;
    }
    const have = raw[at];
    const wanted = value[map.length];
    if (have === '\n') {
      // A line end is itself, a folded space, or (one of several) nothing.
      if (wanted === '\n' || wanted === ' ') map.push(at);
      fresh = true;
    } else if (have === wanted) {
      map.push(at);
    }
    at += 1;
  }
  while (map.length <= value.length) map.push(Math.min(at, raw.length));
  return map;
}

/** How much of the raw line at `at` is indentation that the value's text at `from` does not have. */
function indentation(raw: string, at: number, value: string, from: number): number {
  const line = lineAt(raw, at);
  const rest = lineAt(value, from);
  if (line.trim() === '') return Math.max(0, line.length - rest.length);
  return Math.max(0, leading(line) - leading(rest));
}

function lineAt(text: string, from: number): string {
  const end = text.indexOf('\n', from);
  return text.slice(from, end === -1 ? text.length : end).replace(/\r$/, '');
}

function leading(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}
