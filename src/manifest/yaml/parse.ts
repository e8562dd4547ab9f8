import { Composer, type CST, isScalar, type Node, Parser } from 'yaml';
import type { Problem } from '../../model/errors.js';
import type { Source } from '../source.js';
import { Reader } from './read.js';
import { find, syntaxProblem } from './syntax.js';
import type { Value } from './tree.js';

/** No manifest needs more; the composer recurses, and would exhaust the stack. */
const DEEPEST = 100;

export interface ParsedYaml {
  /** One value per document that holds anything. */
  readonly documents: readonly Value[];
  readonly problems: readonly Problem[];
}

/** Parses a file of YAML documents. Keys are text, aliases and merge keys (`<<`) are followed, doubles are problems. */
export function parseYaml(source: Source): ParsedYaml {
  const tokens = [...new Parser().parse(source.text)];
  const deep = tooDeep(tokens);
  if (deep !== null) {
    return {
      documents: [],
      problems: [source.problem('yaml', `YAML: nested more than ${DEEPEST} levels deep`, deep)],
    };
  }
  const documents = [
    ...new Composer({ uniqueKeys: false, strict: true, prettyErrors: false }).compose(tokens),
  ];
  const problems: Problem[] = [];
  const values: Value[] = [];
  for (const document of documents) {
    const [first] = document.errors;
    // What follows the first error is mostly its echo.
    if (first !== undefined) problems.push(syntaxProblem(source, first.message, first.pos[0], tokens));
    for (const warning of document.warnings)
      problems.push(source.problem('yaml', warning.message, warning.pos[0]));
    if (document.errors.length > 0 || document.contents === null) continue;
    const contents: Node = document.contents;
    if (isScalar(contents) && contents.value === null) continue;
    const value = new Reader(source, problems).read(contents);
    if (value !== null) values.push(value);
  }
  return { documents: values, problems };
}

/** The offset of the first value nested too deeply; `null` where none is. */
function tooDeep(tokens: readonly CST.Token[]): number | null {
  return find(tokens, (_token, depth) => depth > DEEPEST)?.offset ?? null;
}
