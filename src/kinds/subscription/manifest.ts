import type { Of, Surroundings } from '../kind.js';
import { type ManifestDocument, type ManifestValue, mapOf } from '../manifest.js';
import { optionDefaults, type SubscriptionAttributes, written } from './model.js';

/** A connection string that may hold a password is an environment variable's to give. */
export function subscriptionDocument(
  o: Of<SubscriptionAttributes>,
  { version }: Surroundings,
): ManifestDocument {
  const a = o.attributes;
  return {
    keys: mapOf({
      connection: written(a) ?? `\${${variableFor(o.id.name)}}`,
      publications: a.publications,
      enabled: a.enabled ?? undefined,
      slot: a.slot === o.id.name ? undefined : (a.slot ?? 'none'),
      options: options(a, version),
    }),
  };
}

const variableFor = (name: string): string =>
  `${name.toUpperCase()}_CONNECTION`.replace(/[^A-Z0-9]+/g, '_').replace(/^(?=[0-9])/, '_');

/** Those that are not as they are by default. */
function options(
  { options: said }: SubscriptionAttributes,
  version: number,
): Map<string, ManifestValue> | undefined {
  const defaults = optionDefaults(version);
  const list = Object.entries(said).filter(([name, value]) => value !== defaults[name]);
  return list.length === 0 ? undefined : new Map(list);
}
