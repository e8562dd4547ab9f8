/** The part of pg-query-emscripten's WebAssembly build that is used here. */
declare module 'pg-query-emscripten/pg_query_wasm.js' {
  interface RawError {
    message: string;
    /** Counts characters (code points) from 1; 0 where there is no position. */
    cursorpos: number;
  }
  interface ByteList {
    readonly length: number;
    readonly subarray: unknown;
  }
  export interface PgQuery {
    raw_parse(pointer: number): { parse_tree: string; error: RawError };
    raw_parse_plpgsql(pointer: number): { plpgsql_funcs: string; error: RawError };
    /** `allocator` 0: malloc; 1: the stack. Returns the address. */
    allocate(bytes: ByteList, allocator: 0 | 1): number;
    _free(pointer: number): void;
    readonly HEAPU8: Uint8Array;
  }
  const PgQueryModule: new () => Promise<PgQuery>;
  export default PgQueryModule;
}
