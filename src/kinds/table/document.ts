import { type Doc, type Named, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { type Column, column, columnExtras } from '../../manifest/parts/columns.js';
import { comment } from '../../manifest/parts/comment.js';
import { owner, renamedFrom } from '../../manifest/parts/common.js';
import { compatibilityViews } from '../../manifest/parts/compatibility.js';
import { constraint, constraintExtras, type TableConstraint } from '../../manifest/parts/constraints.js';
import { grants, PRIVILEGES } from '../../manifest/parts/grants.js';
import { identitySequences } from '../../manifest/parts/identity_sequences.js';
import { indexes } from '../../manifest/parts/indexes.js';
import { policies } from '../../manifest/parts/policies.js';
import { clusterOn, isTrue, partRef, type Relation, storageOptions } from '../../manifest/parts/relation.js';
import { rules } from '../../manifest/parts/rules.js';
import { triggers } from '../../manifest/parts/triggers.js';
import type { Sql } from '../../manifest/sql.js';
import type { ObjectRef } from '../../manifest/state.js';
import { entries, get, items, type ScalarValue, scalar, text } from '../../manifest/yaml/tree.js';
import { quoteIdent } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'table', load }];

function load(doc: Doc): void {
  const named = doc.inSchema();
  const listed = entries(doc.get('columns'));
  const inherited = ['inherits', 'partition_of', 'of'].some((key) => doc.has(key));
  const created = doc.has('columns') || inherited;
  const columns = doc.has('columns') && !inherited ? new Set(listed.map(({ key }) => key)) : null;
  const relation: Relation = { ...named, word: 'table', columns };
  const parts = listed.flatMap((one) => column(doc, one) ?? []);
  const constraints = entries(doc.get('constraints')).flatMap((one) => constraint(doc, relation, one) ?? []);
  onePrimaryKey(doc, relation, parts, constraints);
  // From 18 on a key inside of PARTITION OF would give its columns' NOT NULLs other names than the parent's.
  const inTable = (one: TableConstraint): boolean =>
    created && !one.later && !(one.primaryKey && doc.has('partition_of'));
  const creation = created ? createTable(doc, relation, parts, constraints.filter(inTable)) : null;
  for (const one of parts) columnExtras(doc, relation, one);
  for (const one of constraints) constraintExtras(doc, relation, one, inTable(one));
  for (const one of parts) foreignKeys(doc, relation, one);
  identitySequences(doc, relation, listed);
  const sections = new Set<string>([
    ...(doc.has('columns') ? ['column'] : []),
    ...(doc.has('constraints') ? ['constraint'] : []),
    ...(indexes(doc, relation) ? ['index'] : []),
    ...(triggers(doc, relation) ? ['trigger'] : []),
    ...(rules(doc, relation) ? ['rule'] : []),
    ...(policies(doc, relation) ? ['policy'] : []),
  ]);
  const attributes = new Set([
    ...settings(doc, relation),
    ...(creation === null ? [] : writtenAtCreation(doc)),
  ]);
  const earlier = renamedFrom(doc, named);
  doc.declare(objectRef('table', named.schema, named.name), doc.at, {
    text: creation?.text ?? null,
    attributes,
    sections,
    owner: owner(doc),
    comment: comment(doc, doc.map, `table ${named.sql}`),
    grants: grants(doc, { sql: `table ${named.sql}`, privileges: PRIVILEGES.table, columns: true }),
    renamedFrom: earlier,
    partial: !created,
  });
  if (isTrue(doc.get('compatibility_view'))) compatibilityViews(doc, named, earlier);
}

function createTable(
  doc: Doc,
  relation: Relation,
  columns: readonly Column[],
  constraints: readonly TableConstraint[],
): Sql {
  const persistence = text(doc.get('persistence')) === 'unlogged' ? 'unlogged ' : '';
  const sql = doc.sql(doc.at).ours(`create ${persistence}table ${relation.sql}`, doc.offsetOf(doc.at));
  const typed = ofType(doc, sql);
  const parent = partitionOf(doc, sql);
  const listed = !typed && !parent;
  const lines = [...columns.map((one) => one.sql), ...constraints.map((one) => one.sql)];
  if (lines.length > 0 || listed) sql.ours(' (');
  for (const [at, line] of lines.entries()) sql.ours(at === 0 ? '\n  ' : ',\n  ').append(line);
  if (lines.length > 0 || listed) sql.ours(lines.length > 0 ? '\n)' : ')');
  if (parent) bound(doc, sql);
  const inherits = items(doc.get('inherits')).flatMap((item) => {
    const value = scalar(item);
    return value === undefined ? [] : [doc.schemaName(value, value.at).sql];
  });
  if (inherits.length > 0) sql.ours(` inherits (${inherits.join(', ')})`);
  partitionBy(doc, sql);
  const using = text(doc.get('using'));
  if (using !== undefined) sql.ours(` using ${quoteIdent(using)}`);
  storageOptions(sql, doc.get('with'));
  const tablespace = text(doc.get('tablespace'));
  if (tablespace !== undefined) sql.ours(` tablespace ${quoteIdent(tablespace)}`);
  const creates: ObjectRef[] = [
    objectRef('table', relation.schema, relation.name),
    ...columns.map((one) => partRef('column', relation, one.name)),
    ...columns.flatMap((one) => one.constraints.map((name) => partRef('constraint', relation, name))),
    ...constraints.map((one) => partRef('constraint', relation, one.entry.key)),
  ];
  doc.statement(sql, doc.at, creates);
  return sql;
}

/** ` of TYPE`: its columns are the composite type's. */
function ofType(doc: Doc, sql: Sql): boolean {
  const type = scalar(doc.get('of'));
  if (type !== undefined) sql.ours(' of ').ours(doc.schemaName(type, type.at).sql, doc.offsetOf(type.at));
  return type !== undefined;
}

function partitionBy(doc: Doc, sql: Sql): void {
  const key = scalar(doc.get('partition_by'));
  if (key === undefined || !doc.checkClause(key, 'a partition key', true)) return;
  if (/^\s*(range|list|hash)\s*\(/i.test(key.text)) sql.ours(' partition by ').user(key);
  else {
    const hint = 'for example: range (created_at)';
    doc.problem(
      'not-a-value',
      'partition_by must be range, list or hash and columns in parentheses',
      key.at,
      hint,
    );
  }
}

/** Where the bound begins in `events for values in (1)`. */
const BOUND = /\s(?=(for\s+values\s|default\s*$))/i;

/** ` partition of PARENT`; the bound follows the columns. */
function partitionOf(doc: Doc, sql: Sql): boolean {
  const clause = scalar(doc.get('partition_of'));
  if (clause !== undefined) return partitionClause(doc, sql, clause);
  const parent = scalar(get(doc.get('partition_of'), 'parent'));
  if (parent === undefined) return false;
  const named: Named = doc.schemaName(parent, parent.at);
  sql.ours(' partition of ').ours(named.sql, doc.offsetOf(parent.at));
  return true;
}

function partitionClause(doc: Doc, sql: Sql, clause: ScalarValue): boolean {
  if (!doc.checkClause(clause, 'partition_of')) return false;
  const at = BOUND.exec(clause.text)?.index;
  if (at !== undefined) {
    sql.ours(' partition of ').user(clause, 0, at);
    return true;
  }
  const hint = "for example: events for values from ('2026-01-01') to ('2027-01-01')";
  doc.problem('not-a-value', 'partition_of must name the parent and the bound', clause.at, hint);
  return false;
}

function bound(doc: Doc, sql: Sql): void {
  const clause = scalar(doc.get('partition_of'));
  if (clause !== undefined) sql.ours(' ').user(clause, (BOUND.exec(clause.text)?.index ?? 0) + 1);
  const value = scalar(get(doc.get('partition_of'), 'bound'));
  if (value !== undefined && doc.checkClause(value, 'a partition bound')) sql.ours(' ').user(value);
}

function foreignKeys(doc: Doc, relation: Relation, one: Column): void {
  for (const key of one.foreignKeys) {
    const creates =
      one.constraints.length === 1 && one.foreignKeys.length === 1 && key.text.startsWith('constraint')
        ? one.constraints
        : [];
    const sql = doc.sql(one.entry.at).ours(`alter table ${relation.sql} add `).append(key);
    doc.statement(
      sql,
      one.entry.at,
      creates.map((name) => partRef('constraint', relation, name)),
    );
  }
  for (const name of one.constraints) {
    doc.declare(partRef('constraint', relation, name), one.entry.at, { sections: new Set() });
  }
}

/** CREATE TABLE in the manual: a table has at most one primary key. */
function onePrimaryKey(
  doc: Doc,
  relation: Relation,
  columns: readonly Column[],
  constraints: readonly TableConstraint[],
): void {
  const keys = [...columns, ...constraints].filter((one) => one.primaryKey).map((one) => one.entry);
  const [first, second] = keys;
  if (first === undefined || second === undefined) return;
  const message = `${relation.name} has two primary keys; the first is on line ${first.at.line}`;
  doc.problem('conflict', message, second.at, 'write one key over both columns under constraints');
}

function writtenAtCreation(doc: Doc): string[] {
  return [
    'partitionKey',
    'partitionOf',
    'bound',
    'inherits',
    'ofType',
    ...(doc.has('persistence') ? ['persistence'] : []),
    ...(doc.has('using') ? ['accessMethod'] : []),
    ...(doc.has('with') ? ['options'] : []),
    ...(doc.has('tablespace') ? ['tablespace'] : []),
  ];
}

/** Row-level security and replica identity; returns the attributes written. */
function settings(doc: Doc, relation: Relation): string[] {
  const written: string[] = [];
  const alter = (key: string, clause: string): void => {
    const at = doc.get(key)?.at ?? doc.at;
    doc.statement(doc.sql(at).ours(`alter table ${relation.sql} ${clause}`), at, []);
  };
  const security = text(doc.get('row_level_security'));
  if (security !== undefined) {
    const [row, forced] = [
      security === 'disabled' ? 'disable' : 'enable',
      security === 'forced' ? '' : 'no ',
    ];
    alter('row_level_security', `${row} row level security, ${forced}force row level security`);
    written.push('rowSecurity', 'forceRowSecurity');
  }
  const identity = scalar(doc.get('replica_identity'));
  if (identity !== undefined) {
    const plain = ['default', 'full', 'nothing'].includes(identity.text);
    alter(
      'replica_identity',
      `replica identity ${plain ? identity.text : `using index ${quoteIdent(identity.text)}`}`,
    );
    written.push('replicaIdentity');
  }
  clusterOn(doc, relation);
  return written;
}
