import type { ManifestKind } from '../../manifest/kind.js';
import { textSearchConfiguration } from './configuration_document.js';
import { textSearchDictionary } from './dictionary_document.js';
import { textSearchParser } from './parser_document.js';
import { textSearchTemplate } from './template_document.js';

export const documents: readonly ManifestKind[] = [
  textSearchConfiguration,
  textSearchDictionary,
  textSearchParser,
  textSearchTemplate,
];
