import type { Doc, Named } from '../doc.js';
import type { Sql } from '../sql.js';
import type { DeclaredRef, ObjectRef, StatementClass } from '../state.js';
import { comment } from './comment.js';
import { owner, renamedFrom } from './common.js';
import { grants } from './grants.js';

export interface Made {
  readonly named: Named;
  readonly ref: ObjectRef;
  /** The creating statement. */
  readonly sql: Sql;
  /** What COMMENT ON calls it. */
  readonly target: string;
  /** Privileges that GRANT … ON `target` knows; none where the kind has no privileges. */
  readonly privileges?: readonly string[];
  /** What GRANT ON calls it, where that is not `target`. */
  readonly grantTarget?: string;
  readonly class?: StatementClass;
  readonly declared?: Partial<DeclaredRef>;
}

/** Emits the statement of an object that one statement makes, its comment and grants, and declares it. */
export function made(doc: Doc, one: Made): void {
  doc.statement(one.sql, doc.at, [one.ref], { class: one.class ?? 'local' });
  const { privileges } = one;
  doc.declare(one.ref, doc.at, {
    text: one.sql.text,
    sections: new Set(),
    owner: owner(doc),
    comment: comment(doc, doc.map, one.target, one.class),
    grants:
      privileges !== undefined &&
      grants(doc, { sql: one.grantTarget ?? one.target, privileges, columns: false }),
    renamedFrom: renamedFrom(doc, one.named),
    ...one.declared,
  });
}

/** `create WORD NAME` with the name at its place. */
export function creating(doc: Doc, word: string, named: Named): Sql {
  return doc.sql(doc.at).ours(`create ${word} ${named.sql}`, doc.offsetOf(doc.at));
}
