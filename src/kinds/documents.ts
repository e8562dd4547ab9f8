import type { ManifestKind } from '../manifest/kind.js';
import { documents as accessMethodDocuments } from './access_method/document.js';
import { documents as aggregateDocuments } from './aggregate/document.js';
import { documents as baseTypeDocuments } from './base_type/document.js';
import { documents as castDocuments } from './cast/document.js';
import { documents as collationDocuments } from './collation/document.js';
import { documents as compositeTypeDocuments } from './composite_type/document.js';
import { documents as conversionDocuments } from './conversion/document.js';
import { documents as defaultPrivilegesDocuments } from './default_privileges/document.js';
import { documents as domainDocuments } from './domain/document.js';
import { documents as enumDocuments } from './enum/document.js';
import { documents as eventTriggerDocuments } from './event_trigger/document.js';
import { documents as extensionDocuments } from './extension/document.js';
import { documents as foreignDataWrapperDocuments } from './foreign_data_wrapper/document.js';
import { documents as foreignTableDocuments } from './foreign_table/document.js';
import { documents as languageDocuments } from './language/document.js';
import { documents as materializedViewDocuments } from './materialized_view/document.js';
import { documents as operatorDocuments } from './operator/document.js';
import { documents as operatorClassDocuments } from './operator_class/document.js';
import { documents as operatorFamilyDocuments } from './operator_family/document.js';
import { documents as publicationDocuments } from './publication/document.js';
import { documents as rangeTypeDocuments } from './range_type/document.js';
import { documents as roleDocuments } from './role/document.js';
import { documents as routineDocuments } from './routine/document.js';
import { documents as schemaDocuments } from './schema/document.js';
import { documents as sequenceDocuments } from './sequence/document.js';
import { documents as serverDocuments } from './server/document.js';
import { documents as statisticsDocuments } from './statistics/document.js';
import { documents as subscriptionDocuments } from './subscription/document.js';
import { documents as tableDocuments } from './table/document.js';
import { documents as textSearchDocuments } from './text_search/document.js';
import { documents as transformDocuments } from './transform/document.js';
import { documents as userMappingDocuments } from './user_mapping/document.js';
import { documents as viewDocuments } from './view/document.js';

// Written by scripts/generate.mjs: one entry for each folder.
export const ALL: readonly ManifestKind[] = [
  ...accessMethodDocuments,
  ...aggregateDocuments,
  ...baseTypeDocuments,
  ...castDocuments,
  ...collationDocuments,
  ...compositeTypeDocuments,
  ...conversionDocuments,
  ...defaultPrivilegesDocuments,
  ...domainDocuments,
  ...enumDocuments,
  ...eventTriggerDocuments,
  ...extensionDocuments,
  ...foreignDataWrapperDocuments,
  ...foreignTableDocuments,
  ...languageDocuments,
  ...materializedViewDocuments,
  ...operatorDocuments,
  ...operatorClassDocuments,
  ...operatorFamilyDocuments,
  ...publicationDocuments,
  ...rangeTypeDocuments,
  ...roleDocuments,
  ...routineDocuments,
  ...schemaDocuments,
  ...sequenceDocuments,
  ...serverDocuments,
  ...statisticsDocuments,
  ...subscriptionDocuments,
  ...tableDocuments,
  ...textSearchDocuments,
  ...transformDocuments,
  ...userMappingDocuments,
  ...viewDocuments,
];
