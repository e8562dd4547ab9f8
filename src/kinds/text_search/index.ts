import { textSearchConfiguration } from './configuration.js';
import { textSearchDictionary } from './dictionary.js';
import { textSearchParser } from './parser.js';
import { textSearchTemplate } from './template.js';

export const kinds = [textSearchConfiguration, textSearchDictionary, textSearchParser, textSearchTemplate];
