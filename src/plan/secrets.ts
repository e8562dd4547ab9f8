import { kindOf } from '../kinds/registry.js';
import { tokenize } from '../sql/index.js';
import type { Work } from './work.js';

/** A work's statements as plans and messages show them: where the kind's may hold secrets, every literal is `***`. */
export function shownSql(work: Work): string[] {
  return kindOf(work.object.id.kind).secret === true ? work.sql.map(redact) : work.sql;
}

/** One statement of a kind, shown with the same care. */
export function shownText(kind: string, sql: string): string {
  return kindOf(kind).secret === true ? redact(sql) : sql;
}

function redact(sql: string): string {
  let shown = '';
  let from = 0;
  for (const token of tokenize(sql).tokens) {
    if (token.kind !== 'string') continue;
    shown += `${sql.slice(from, token.start)}'***'`;
    from = token.end;
  }
  return shown + sql.slice(from);
}
