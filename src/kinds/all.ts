import { kinds as accessMethodKinds } from './access_method/index.js';
import { kinds as aggregateKinds } from './aggregate/index.js';
import { kinds as baseTypeKinds } from './base_type/index.js';
import { kinds as castKinds } from './cast/index.js';
import { kinds as collationKinds } from './collation/index.js';
import { kinds as columnKinds } from './column/index.js';
import { kinds as compositeTypeKinds } from './composite_type/index.js';
import { kinds as constraintKinds } from './constraint/index.js';
import { kinds as conversionKinds } from './conversion/index.js';
import { kinds as defaultPrivilegesKinds } from './default_privileges/index.js';
import { kinds as domainKinds } from './domain/index.js';
import { kinds as enumKinds } from './enum/index.js';
import { kinds as eventTriggerKinds } from './event_trigger/index.js';
import { kinds as extensionKinds } from './extension/index.js';
import { kinds as foreignDataWrapperKinds } from './foreign_data_wrapper/index.js';
import { kinds as foreignTableKinds } from './foreign_table/index.js';
import { kinds as identitySequenceKinds } from './identity_sequence/index.js';
import { kinds as indexKinds } from './index/index.js';
import type { AnyKind } from './kind.js';
import { kinds as languageKinds } from './language/index.js';
import { kinds as materializedViewKinds } from './materialized_view/index.js';
import { kinds as operatorKinds } from './operator/index.js';
import { kinds as operatorClassKinds } from './operator_class/index.js';
import { kinds as operatorFamilyKinds } from './operator_family/index.js';
import { kinds as policyKinds } from './policy/index.js';
import { kinds as publicationKinds } from './publication/index.js';
import { kinds as rangeTypeKinds } from './range_type/index.js';
import { kinds as roleKinds } from './role/index.js';
import { kinds as routineKinds } from './routine/index.js';
import { kinds as ruleKinds } from './rule/index.js';
import { kinds as schemaKinds } from './schema/index.js';
import { kinds as sequenceKinds } from './sequence/index.js';
import { kinds as serverKinds } from './server/index.js';
import { kinds as statisticsKinds } from './statistics/index.js';
import { kinds as subscriptionKinds } from './subscription/index.js';
import { kinds as tableKinds } from './table/index.js';
import { kinds as textSearchKinds } from './text_search/index.js';
import { kinds as transformKinds } from './transform/index.js';
import { kinds as triggerKinds } from './trigger/index.js';
import { kinds as userMappingKinds } from './user_mapping/index.js';
import { kinds as viewKinds } from './view/index.js';

// Written by scripts/generate.mjs: one entry for each folder.
export const ALL: readonly AnyKind[] = [
  ...accessMethodKinds,
  ...aggregateKinds,
  ...baseTypeKinds,
  ...castKinds,
  ...collationKinds,
  ...columnKinds,
  ...compositeTypeKinds,
  ...constraintKinds,
  ...conversionKinds,
  ...defaultPrivilegesKinds,
  ...domainKinds,
  ...enumKinds,
  ...eventTriggerKinds,
  ...extensionKinds,
  ...foreignDataWrapperKinds,
  ...foreignTableKinds,
  ...identitySequenceKinds,
  ...indexKinds,
  ...languageKinds,
  ...materializedViewKinds,
  ...operatorKinds,
  ...operatorClassKinds,
  ...operatorFamilyKinds,
  ...policyKinds,
  ...publicationKinds,
  ...rangeTypeKinds,
  ...roleKinds,
  ...routineKinds,
  ...ruleKinds,
  ...schemaKinds,
  ...sequenceKinds,
  ...serverKinds,
  ...statisticsKinds,
  ...subscriptionKinds,
  ...tableKinds,
  ...textSearchKinds,
  ...transformKinds,
  ...triggerKinds,
  ...userMappingKinds,
  ...viewKinds,
];
