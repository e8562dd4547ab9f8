/** Longest identifier in bytes: NAMEDATALEN - 1. PostgreSQL would cut off the rest without an error. */
const LONGEST = 63;

export interface NameError {
  readonly code: 'bad-name' | 'name-too-long';
  readonly message: string;
  /** 0-based, in the text given. */
  readonly offset: number;
  readonly hint?: string;
}

export interface DottedName {
  readonly schema: string | null;
  readonly name: string;
}

/** What is wrong with one identifier; `null` where nothing is. */
export function identifierError(name: string, offset = 0): NameError | null {
  if (name === '')
    return {
      code: 'bad-name',
      message: 'a name must not be empty',
      offset,
      hint: 'a name is written NAME or SCHEMA.NAME',
    };
  if (name.includes('\0')) return { code: 'bad-name', message: 'a name must not hold a zero byte', offset };
  const bytes = Buffer.byteLength(name);
  if (bytes <= LONGEST) return null;
  return {
    code: 'name-too-long',
    message: `the name ${name} has ${bytes} bytes; PostgreSQL keeps ${LONGEST}`,
    offset,
    hint: `shorten it to ${LONGEST} bytes or less`,
  };
}

/** The parts of a dotted name with their offsets. A part with a dot in it is double-quoted; other quotes belong to it. */
function split(text: string): { text: string; offset: number }[] {
  const parts: { text: string; offset: number }[] = [];
  let at = 0;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(?=\.|$)/.exec(text.slice(at));
    if (quoted?.[1]?.includes('.')) {
      parts.push({ text: quoted[1].replaceAll('""', '"'), offset: at });
      at += quoted[0].length;
    } else {
      const dot = text.indexOf('.', at);
      const end = dot === -1 ? text.length : dot;
      parts.push({ text: text.slice(at, end), offset: at });
      at = end;
    }
    if (at >= text.length) return parts;
    at += 1;
  }
}

/** Reads a verbatim dotted name of at most `most` parts (1 to 3), last part first in the result's order of meaning. */
export function nameParts(text: string, most: number): { parts: readonly string[]; error: NameError | null } {
  const parts = split(text);
  const extra = parts[most];
  const names = parts.map((part) => part.text);
  if (extra !== undefined) {
    const message =
      most === 1
        ? `${text} must be a name without a schema`
        : `${text} has ${parts.length} parts; at most ${most} are allowed`;
    const hint = `a part with a dot in it is double-quoted: "${names.slice(most - 1).join('.')}"`;
    return { parts: names, error: { code: 'bad-name', message, offset: extra.offset, hint } };
  }
  for (const part of parts) {
    const error = identifierError(part.text, part.offset);
    if (error !== null) return { parts: names, error };
  }
  return { parts: names, error: null };
}

/** `name` or `schema.name`. */
export function dottedName(text: string): { name: DottedName; error: NameError | null } {
  const { parts, error } = nameParts(text, 2);
  const [first = '', second] = parts;
  return {
    name: second === undefined ? { schema: null, name: first } : { schema: first, name: second },
    error,
  };
}

/** Writes a name so that `dottedName` reads it back. */
export function writeName(schema: string | null, name: string): string {
  const part = (text: string): string => (text.includes('.') ? `"${text.replaceAll('"', '""')}"` : text);
  return schema === null ? part(name) : `${part(schema)}.${part(name)}`;
}

/** A routine's name without the arguments that may be written behind it. */
export const withoutArguments = (written: string): string => written.replace(/(?<=.)\(.*\)$/, '');
