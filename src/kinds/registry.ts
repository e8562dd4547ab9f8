import { accessMethod } from './access_method/index.js';
import { aggregate } from './aggregate/index.js';
import { cast } from './cast/index.js';
import { collation } from './collation/index.js';
import { column } from './column/index.js';
import { compositeType } from './composite_type/index.js';
import { constraint } from './constraint/index.js';
import { conversion } from './conversion/index.js';
import { defaultPrivileges } from './default_privileges/index.js';
import { domain } from './domain/index.js';
import { enumKind } from './enum/index.js';
import { eventTrigger } from './event_trigger/index.js';
import { extension } from './extension/index.js';
import { foreignDataWrapper } from './foreign_data_wrapper/index.js';
import { foreignTable } from './foreign_table/index.js';
import { index } from './index/index.js';
import type { AnyKind } from './kind.js';
import { language } from './language/index.js';
import { materializedView } from './materialized_view/index.js';
import { operator } from './operator/index.js';
import { operatorClass } from './operator_class/index.js';
import { operatorFamily } from './operator_family/index.js';
import { policy } from './policy/index.js';
import { publication } from './publication/index.js';
import { rangeType } from './range_type/index.js';
import { role } from './role/index.js';
import { functionKind, procedure } from './routine/index.js';
import { rule } from './rule/index.js';
import { schema } from './schema/index.js';
import { sequence } from './sequence/index.js';
import { server } from './server/index.js';
import { statistics } from './statistics/index.js';
import { subscription } from './subscription/index.js';
import { table } from './table/index.js';
import { textSearchConfiguration } from './text_search/configuration.js';
import { textSearchDictionary } from './text_search/dictionary.js';
import { textSearchParser } from './text_search/parser.js';
import { textSearchTemplate } from './text_search/template.js';
import { transform } from './transform/index.js';
import { trigger } from './trigger/index.js';
import { userMapping } from './user_mapping/index.js';
import { view } from './view/index.js';

/** Every kind that reconcile manages: the one list that generic code walks. */
export const KINDS: readonly AnyKind[] = [
  schema,
  extension,
  enumKind,
  domain,
  compositeType,
  rangeType,
  sequence,
  table,
  column,
  constraint,
  index,
  functionKind,
  procedure,
  view,
  materializedView,
  trigger,
  policy,
  accessMethod,
  aggregate,
  cast,
  collation,
  conversion,
  defaultPrivileges,
  eventTrigger,
  foreignDataWrapper,
  foreignTable,
  language,
  operator,
  operatorClass,
  operatorFamily,
  publication,
  role,
  rule,
  server,
  statistics,
  subscription,
  transform,
  userMapping,
  textSearchConfiguration,
  textSearchDictionary,
  textSearchParser,
  textSearchTemplate,
];

const BY_NAME = new Map(KINDS.map((kind) => [kind.name, kind]));

/** The kind of that manifest key. Throws for a name that no kind has: a bug in reconcile. */
export function kindOf(name: string): AnyKind {
  const kind = BY_NAME.get(name);
  if (kind === undefined) throw new Error(`no kind is called ${name}`);
  return kind;
}

export const isKind = (name: string): boolean => BY_NAME.has(name);
