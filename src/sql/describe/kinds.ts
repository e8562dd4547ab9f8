import type { ObjectRef } from '../../manifest/state.js';

/** The manifest's kind for libpg_query's ObjectType. `relation`, `type` and `routine` stand for several kinds. */
const KINDS: Readonly<Record<string, string>> = {
  OBJECT_ACCESS_METHOD: 'access_method',
  OBJECT_AGGREGATE: 'aggregate',
  OBJECT_ATTRIBUTE: 'column',
  OBJECT_CAST: 'cast',
  OBJECT_COLLATION: 'collation',
  OBJECT_COLUMN: 'column',
  OBJECT_CONVERSION: 'conversion',
  OBJECT_DATABASE: 'database',
  OBJECT_DOMAIN: 'domain',
  OBJECT_DOMCONSTRAINT: 'constraint',
  OBJECT_EVENT_TRIGGER: 'event_trigger',
  OBJECT_EXTENSION: 'extension',
  OBJECT_FDW: 'foreign_data_wrapper',
  OBJECT_FOREIGN_SERVER: 'server',
  OBJECT_FOREIGN_TABLE: 'foreign_table',
  OBJECT_FUNCTION: 'function',
  OBJECT_INDEX: 'index',
  OBJECT_LANGUAGE: 'language',
  OBJECT_LARGEOBJECT: 'large_object',
  OBJECT_MATVIEW: 'materialized_view',
  OBJECT_OPCLASS: 'operator_class',
  OBJECT_OPERATOR: 'operator',
  OBJECT_OPFAMILY: 'operator_family',
  OBJECT_PARAMETER_ACL: 'parameter',
  OBJECT_POLICY: 'policy',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_ROLE: 'role',
  OBJECT_ROUTINE: 'routine',
  OBJECT_RULE: 'rule',
  OBJECT_SCHEMA: 'schema',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_SUBSCRIPTION: 'subscription',
  OBJECT_TABCONSTRAINT: 'constraint',
  OBJECT_TABLE: 'table',
  OBJECT_TABLESPACE: 'tablespace',
  OBJECT_TRANSFORM: 'transform',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_TSCONFIGURATION: 'text_search_configuration',
  OBJECT_TSDICTIONARY: 'text_search_dictionary',
  OBJECT_TSPARSER: 'text_search_parser',
  OBJECT_TSTEMPLATE: 'text_search_template',
  OBJECT_TYPE: 'type',
  OBJECT_USER_MAPPING: 'user_mapping',
  OBJECT_VIEW: 'view',
};

export function kindOf(objectType: string | null): string | null {
  return objectType === null ? null : (KINDS[objectType] ?? null);
}

/** ALTER TABLE and GRANT ON TABLE take any relation. */
export function relationKind(objectType: string | null): string {
  const kind = kindOf(objectType);
  return kind === null || kind === 'table' ? 'relation' : kind === 'type' ? 'composite_type' : kind;
}

/** Kinds that live outside any one database, or reach out of it. */
export const CLUSTER_KINDS: ReadonlySet<string> = new Set([
  'role',
  'database',
  'tablespace',
  'parameter',
  'subscription',
]);

/** Kinds of types that a statement makes; a relation has a row type as well. */
export const TYPE_KINDS = ['enum', 'domain', 'composite_type', 'range_type', 'base_type'] as const;

const SEVERAL: Readonly<Record<string, readonly string[]>> = {
  relation: ['table', 'view', 'materialized_view', 'foreign_table', 'sequence', 'index'],
  type: TYPE_KINDS,
  routine: ['function', 'procedure', 'aggregate'],
  function: ['aggregate'],
};

/** The kinds that a statement may mean by the one that it names: GRANT ON TABLE takes any relation. */
export const kindsMeant = (kind: string): readonly string[] =>
  SEVERAL[kind === 'table' ? 'relation' : kind] ?? [];

/** The name that stands for every object of the kind in its schema (`GRANT … ON ALL TABLES IN SCHEMA`). */
export const ALL = '*';

/**
 * Whether a mention may be of that declared object. What the mention leaves open (schema, table, argument
 * types) matches all; argument types are compared as text, so they should be resolved first where they matter.
 */
export function mayMean(mention: ObjectRef, declared: ObjectRef): boolean {
  // ALL TABLES are views and foreign tables as well, and no sequences (GRANT in the manual).
  if (mention.name === ALL && mention.kind === 'relation' && declared.kind === 'sequence') return false;
  return (
    (mention.kind === declared.kind || SEVERAL[mention.kind]?.includes(declared.kind) === true) &&
    (mention.name === declared.name || mention.name === ALL) &&
    (mention.schema === null || declared.schema === null || mention.schema === declared.schema) &&
    (mention.table === null || mention.table === declared.table) &&
    (mention.arguments === null || declared.arguments === null || mention.arguments === declared.arguments)
  );
}
