import { automaticName } from '../../model/automatic-name.js';
import { qualified } from '../../model/id.js';
import { isWord, nameOf } from '../../sql/lexer.js';
import { readClause } from '../clause.js';
import type { Doc } from '../doc.js';
import { type Entry, entries, entry, get, scalar, type Value } from '../yaml/tree.js';
import { comment } from './comment.js';
import { grants, PRIVILEGES } from './grants.js';
import { knownColumn, partRef, type Relation } from './relation.js';

/** `identity_sequences:` of a table: by column, the privileges and the comment of the sequence behind its identity. */
export function identitySequences(doc: Doc, relation: Relation, columns: readonly Entry[]): void {
  for (const one of entries(doc.get('identity_sequences'))) {
    knownColumn(doc, relation, one.key, one);
    const written = columns.find(({ key }) => key === one.key);
    if (written !== undefined && !hasIdentity(written)) {
      const hint = `give it one: ${one.key}: bigint generated always as identity`;
      doc.problem('no-such-column', `column ${one.key} is no identity`, one.at, hint);
      continue;
    }
    const name = ownName(written?.value) ?? [relation.schema, automaticName(relation.name, one.key, 'seq')];
    const sql = `sequence ${qualified(name[0], name[1])}`;
    const target = { sql, privileges: PRIVILEGES.sequence, columns: false };
    doc.declare(partRef('identity_sequence', relation, one.key), one.at, {
      grants: grants(doc, target, one.value, sql),
      comment: comment(doc, one.value, sql),
      sections: new Set(),
      partial: true,
    });
  }
}

/** Whether a column is written as an identity. */
const hasIdentity = ({ value }: Entry): boolean =>
  entry(value, 'identity') !== undefined || /\bas\s+identity\b/i.test(scalar(value)?.text ?? '');

/** What `sequence name` in the identity's options calls it: schema and name; `null` where PostgreSQL chooses. */
function ownName(value: Value | undefined): [string | null, string] | null {
  const clause = scalar(value) ?? scalar(get(value, 'identity'));
  const tokens = readClause(clause?.text ?? '').parts.map(({ token }) => token);
  const at = tokens.findIndex(
    (token, index) => isWord(token, 'sequence') && isWord(tokens[index + 1], 'name'),
  );
  const [first, dot, second] = at === -1 ? [] : tokens.slice(at + 2, at + 5);
  const name = nameOf(first);
  if (name === null || name === undefined) return null;
  const inner = dot?.text === '.' ? nameOf(second) : null;
  return inner === null || inner === undefined ? [null, name] : [name, inner];
}
