import { quoteIdent } from '../../model/id.js';
import { isWord } from '../../sql/lexer.js';
import { findWord, readClause } from '../clause.js';
import type { Doc } from '../doc.js';
import { entries, entry, get, scalar } from '../yaml/tree.js';
import { comment } from './comment.js';
import { partRef, type Relation } from './relation.js';

/** `rules:` of a table or view: `on insert [where …] do instead …`. Returns whether the section is there. */
export function rules(doc: Doc, relation: Relation): boolean {
  const section = entry(doc.map, 'rules');
  for (const one of entries(section?.value)) {
    doc.partName(one.key, one.at);
    const value = scalar(one.value) ?? scalar(get(one.value, 'rule'));
    if (value === undefined || !doc.checkClause(value, 'a rule')) continue;
    const { parts } = readClause(value.text);
    const where = findWord(parts, 0, 'where', 'do');
    const split = parts[where]?.token.start;
    if (!isWord(parts[0]?.token, 'on') || where !== 2 || split === undefined) {
      const hint = 'for example: on delete do instead nothing';
      doc.problemIn('sql-syntax', 'a rule is written as on EVENT [where …] do …', value, 0, hint);
      continue;
    }
    const sql = doc.sql(one.at).ours(`create rule ${quoteIdent(one.key)} as `, doc.offsetOf(one.at));
    sql.user(value, 0, split).ours(` to ${relation.sql} `).user(value, split);
    const ref = partRef('rule', relation, one.key);
    doc.statement(sql, one.at, [ref]);
    doc.declare(ref, one.at, {
      text: sql.text,
      sections: new Set(),
      comment: comment(doc, one.value, `rule ${quoteIdent(one.key)} on ${relation.sql}`),
      renamedFrom: doc.partRenamedFrom(one),
    });
  }
  return section !== undefined;
}
