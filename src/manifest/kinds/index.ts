import { accessMethod } from './access_method.js';
import { aggregate } from './aggregate.js';
import { cast } from './cast.js';
import { collation } from './collation.js';
import { compositeType } from './composite_type.js';
import { conversion } from './conversion.js';
import { defaultPrivileges } from './default_privileges.js';
import { domain } from './domain.js';
import { enumType } from './enum.js';
import { eventTrigger } from './event_trigger.js';
import { extension } from './extension.js';
import { foreignDataWrapper } from './foreign_data_wrapper.js';
import { foreignTable } from './foreign_table.js';
import { functionKind } from './function.js';
import type { ManifestKind } from './kind.js';
import { language } from './language.js';
import { materializedView } from './materialized_view.js';
import { operator } from './operator.js';
import { operatorClass } from './operator_class.js';
import { operatorFamily } from './operator_family.js';
import { procedure } from './procedure.js';
import { publication } from './publication.js';
import { rangeType } from './range_type.js';
import { role } from './role.js';
import { schema } from './schema.js';
import { sequence } from './sequence.js';
import { server } from './server.js';
import { statistics } from './statistics.js';
import { subscription } from './subscription.js';
import { table } from './table.js';
import { textSearchConfiguration } from './text_search_configuration.js';
import { textSearchDictionary } from './text_search_dictionary.js';
import { textSearchParser } from './text_search_parser.js';
import { textSearchTemplate } from './text_search_template.js';
import { transform } from './transform.js';
import { userMapping } from './user_mapping.js';
import { view } from './view.js';

/** Every kind that a YAML document can declare. */
const list: readonly ManifestKind[] = [
  schema,
  extension,
  enumType,
  domain,
  compositeType,
  rangeType,
  sequence,
  table,
  view,
  materializedView,
  functionKind,
  procedure,
  aggregate,
  operator,
  cast,
  collation,
  textSearchConfiguration,
  textSearchDictionary,
  statistics,
  publication,
  eventTrigger,
  foreignDataWrapper,
  server,
  userMapping,
  foreignTable,
  language,
  role,
  conversion,
  operatorFamily,
  operatorClass,
  textSearchParser,
  textSearchTemplate,
  accessMethod,
  transform,
  subscription,
  defaultPrivileges,
];

export const kinds: ReadonlyMap<string, ManifestKind> = new Map(list.map((kind) => [kind.name, kind]));
