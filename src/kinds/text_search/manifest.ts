import type { Of } from '../kind.js';
import { type ManifestDocument, type ManifestValue, mapOf } from '../manifest.js';
import { literalText, looseName } from '../words.js';
import type { ConfigurationAttributes } from './configuration.js';
import { type DictionaryAttributes, optionsOf } from './dictionary.js';
import type { ParserAttributes } from './parser.js';
import type { TemplateAttributes } from './template.js';

export function configurationDocument(o: Of<ConfigurationAttributes>): ManifestDocument | null {
  const { parser, mappings } = o.attributes;
  // Token types stand in a manifest as SQL words.
  if (Object.keys(mappings).some((token) => !/^[a-z_][a-z0-9_]*$/.test(token))) return null;
  const list = Object.entries(mappings).map(([token, names]) => [token, names.map(looseName)] as const);
  return {
    keys: mapOf({ parser: looseName(parser), mappings: list.length === 0 ? undefined : new Map(list) }),
  };
}

export function dictionaryDocument(o: Of<DictionaryAttributes>): ManifestDocument | null {
  const options = new Map<string, ManifestValue>();
  for (const [key, value] of optionsOf(o.attributes.options)) {
    const text = /^-?\d+$/.test(value) ? Number(value) : literalText(value);
    if (text === null) return null;
    options.set(key.startsWith('"') ? key.slice(1, -1).replaceAll('""', '"') : key, text);
  }
  return {
    keys: mapOf({
      template: looseName(o.attributes.template),
      options: options.size === 0 ? undefined : options,
    }),
  };
}

const names = (routines: Readonly<Record<string, string | null>>): ManifestDocument => ({
  keys: mapOf(
    Object.fromEntries(
      Object.entries(routines).map(([key, name]) => [key, name === null ? undefined : looseName(name)]),
    ),
  ),
});

export function parserDocument({ attributes: a }: Of<ParserAttributes>): ManifestDocument {
  return names({ start: a.start, token: a.token, end: a.end, types: a.types, headline: a.headline });
}

export function templateDocument({ attributes: a }: Of<TemplateAttributes>): ManifestDocument {
  return names({ init: a.init, lexize: a.lexize });
}
