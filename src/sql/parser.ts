import Module, { type PgQuery } from 'pg-query-emscripten/pg_query_wasm.js';

/**
 * PostgreSQL 16's own parser as WebAssembly, one instance for the life of the process.
 *
 * The package's `parse` puts every input on a 64 KB stack and never takes it off, so an instance
 * breaks (or loops for ever) after 64 KB of SQL in all, and one deeply nested statement is enough too.
 * Here inputs are malloc'ed and freed, and the stack is moved to a block in which JavaScript's own
 * stack limit is always met first. That ends in a RangeError, after which the memory is put back as it
 * was when fresh. So there is no number of parses, and no input, that hangs or wears it out.
 */
const STACK_BYTES = 8 * 1024 * 1024;

const instance: PgQuery = await new Module();
const freshStack = stackPointer();
/** The memory of a fresh instance. The heap begins where the stack does; what starting up took of it is a few KB. */
const fresh = instance.HEAPU8.slice(0, freshStack + 1024 * 1024);
moveStack();

export interface RawResult {
  /** JSON text. */
  readonly output: string;
  readonly error: { readonly message: string; readonly cursorpos: number } | null;
}

/** Thrown where the parser itself gives up: nesting beyond what the stack holds. */
export class ParserFailure extends Error {}

const encoder = new TextEncoder();

export function rawParse(sql: string): RawResult {
  return call(sql, (pointer) => {
    const { parse_tree, error } = instance.raw_parse(pointer);
    return { output: parse_tree, error: error.message === '' ? null : error };
  });
}

export function rawParsePlpgsql(sql: string): RawResult {
  return call(sql, (pointer) => {
    const { plpgsql_funcs, error } = instance.raw_parse_plpgsql(pointer);
    return { output: plpgsql_funcs, error: error.message === '' ? null : error };
  });
}

/** `sql` must hold no NUL character: it would end the text for the parser. */
function call(sql: string, run: (pointer: number) => RawResult): RawResult {
  if (sql.includes('\0')) throw new ParserFailure('a NUL character cannot be part of SQL');
  const bytes = encoder.encode(`${sql}\0`);
  try {
    const pointer = instance.allocate(bytes, 0);
    const result = run(pointer);
    instance._free(pointer);
    return result;
  } catch (cause) {
    restore();
    throw new ParserFailure('the statement is nested too deeply to be parsed', { cause });
  }
}

function restore(): void {
  // First the stack: moving its pointer down writes zeros over what it passes.
  shiftStack(freshStack);
  instance.HEAPU8.fill(0);
  instance.HEAPU8.set(fresh);
  moveStack();
}

function moveStack(): void {
  const block = instance.allocate(new Uint8Array(STACK_BYTES), 0);
  shiftStack(block + STACK_BYTES);
}

function stackPointer(): number {
  return instance.allocate({ length: 0, subarray: true }, 1);
}

/** The stack grows downwards, so taking a negative number of bytes from it moves its pointer up. */
function shiftStack(address: number): void {
  instance.allocate({ length: stackPointer() - address, subarray: true }, 1);
}
