import type { DeclaredRef, State } from '../manifest/state.js';

/** Renames of what state made. */
const RENAMES =
  /^\s*alter\b[^']*\b(rename\s+(to|column|constraint|attribute|value)\b|rename\s+\S+\s+to\b|set\s+schema\b)/i;
/** Columns that come or go once a table is there. */
const RESHAPES = /^\s*alter\s+(foreign\s+)?table\b[^']*\b(add|drop)\b/i;

/**
 * Whether the text that state makes an object with may make it again: not where later statements changed what its names
 * mean. A statement under a search_path of its own means other names, a rename leaves old ones behind, and `*` stands
 * for other columns once a table has got more.
 */
export function textUse(state: State): (declared: DeclaredRef) => boolean {
  const otherPath = new Set(
    state.statements.filter((s) => s.searchPath !== null).map((s) => `${s.at.file}:${s.at.line}`),
  );
  const renames = state.statements.some(({ sql }) => RENAMES.test(sql));
  const reshapes = state.statements.some(({ sql }) => RESHAPES.test(sql));
  return ({ at, text }) =>
    !renames && !(reshapes && text?.includes('*')) && !otherPath.has(`${at.file}:${at.line}`);
}
