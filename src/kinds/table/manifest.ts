import { writeName } from '../../manifest/names.js';
import type { Of, Surroundings } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { clusteredPart } from '../relation.js';
import { lowered, printedName } from '../words.js';
import { ownNames } from './create.js';
import type { TableAttributes } from './index.js';
import { optionMap } from './options.js';

const IDENTITY: Record<string, string> = { d: 'default', n: 'nothing', f: 'full' };

/** `name` in public, else `schema.name`, as manifests write it. */
export function manifestName(printed: string): string {
  const [schema = null, name = ''] = printedName(printed);
  return writeName(schema === 'public' ? null : schema, name);
}

/** Like `manifestName`; nothing to say where there is none. */
export const optionalName = (printed: string | null): string | undefined =>
  printed === null ? undefined : manifestName(printed);

export function tableDocument(o: Of<TableAttributes>, around: Surroundings): ManifestDocument | null {
  const a = o.attributes;
  if (a.partitionOf !== null && ownNames(o, around) !== '') return null;
  const identity = IDENTITY[a.replicaIdentity] ?? a.replicaIdentity.replace(/^index /, '');
  return {
    keys: mapOf({
      persistence: a.persistence === 'u' ? 'unlogged' : undefined,
      partition_of:
        a.partitionOf === null
          ? undefined
          : mapOf({ parent: manifestName(a.partitionOf), bound: lowered(a.bound ?? '') }),
      partition_by: a.partitionKey === null ? undefined : lowered(a.partitionKey),
      of: optionalName(a.ofType),
      inherits: a.inherits.length === 0 ? undefined : a.inherits.map(manifestName),
      using: a.accessMethod ?? undefined,
      with: a.options.length === 0 ? undefined : optionMap(a.options),
      tablespace: a.tablespace ?? undefined,
      cluster_on: clusteredPart(o as never, around)?.id.name,
      replica_identity: identity === 'default' ? undefined : identity,
      row_level_security: a.rowSecurity ? (a.forceRowSecurity ? 'forced' : 'enabled') : 'disabled',
    }),
    sections: [
      ...(a.partitionOf === null && a.ofType === null ? ['column'] : []),
      'constraint',
      'index',
      'policy',
      'trigger',
      'rule',
    ],
    sql:
      a.forceRowSecurity && !a.rowSecurity
        ? [
            `alter table ${[o.id.schema ?? '', o.id.name].map((part) => `"${part.replaceAll('"', '""')}"`).join('.')} force row level security`,
          ]
        : [],
  };
}
