import type { Problem } from '../model/errors.js';
import { type Collected, Doc } from './doc.js';
import { kinds } from './kinds.js';
import { identifierError } from './names.js';
import { nearest } from './nearest.js';
import { checkManifest } from './schemas.js';
import type { Source } from './source.js';
import { parseYaml } from './yaml/parse.js';
import { entry, type MapValue, text, type Value } from './yaml/tree.js';

/** A document of its own: the schema of names without one, for the documents after it in the file. */
const DEFAULT_SCHEMA = 'default_schema';

/** Turns a file of YAML documents into statements and declarations. */
export function loadYaml(source: Source, into: Collected): void {
  const { documents, problems } = parseYaml(source);
  into.problems.push(...problems);
  let schema = 'public';
  for (const document of documents) {
    const wrong = kindProblem(document, source);
    const first = document.type === 'map' ? document.entries[0] : undefined;
    if (wrong !== null || document.type !== 'map' || first === undefined) {
      if (wrong !== null) into.problems.push(wrong);
      continue;
    }
    const found = checkManifest(first.key, document, source);
    into.problems.push(...found);
    if (found.length > 0) continue;
    if (first.key === DEFAULT_SCHEMA) {
      schema = text(first.value) ?? schema;
      const error = identifierError(schema);
      if (error !== null)
        into.problems.push(source.problemAt(error.code, error.message, first.value.at, error.hint));
    } else loadDocument(first.key, document, schema, into);
  }
}

/** Statements of a document with problems are left out: their SQL may be wrong for the same reason. */
function loadDocument(kind: string, document: MapValue, schema: string, into: Collected): void {
  const [problems, statements] = [into.problems.length, into.statements.length];
  const doc = new Doc(kind, document, schema, into);
  kinds.get(kind)?.load(doc);
  if (into.problems.length > problems) into.statements.length = statements;
  const main = into.declared.findLast(({ at }) => at === doc.at);
  if (main === undefined) return;
  for (let index = statements; index < into.statements.length; index += 1) {
    const one = into.statements[index];
    if (one === undefined || one.creates.length > 0) continue;
    const changed = { ...one, alters: [main.ref] };
    into.statements[index] = changed;
    if (into.own.delete(one)) into.own.add(changed);
  }
}

/** Why a document's first key names no kind; `null` where it does. */
function kindProblem(document: Value, source: Source): Problem | null {
  if (document.type !== 'map') {
    const example = 'for example: table: clients';
    return source.problemAt(
      'wrong-type',
      'a manifest must be a map whose first key names its kind',
      document.at,
      example,
    );
  }
  const [first] = document.entries;
  if (first === undefined) {
    return source.problemAt(
      'missing-key',
      'a manifest must not be empty',
      document.at,
      'for example: table: clients',
    );
  }
  const known = [...kinds.keys(), DEFAULT_SCHEMA];
  if (known.includes(first.key)) return null;
  const later = known.find((kind) => entry(document, kind) !== undefined && kind !== 'schema');
  if (later !== undefined) {
    const message = `the first key of a manifest names its kind, and ${first.key} is none`;
    return source.problemAt('unknown-kind', message, first.at, `put ${later}: first`);
  }
  const near = nearest(first.key, known);
  const hint = near === undefined ? `the first key is one of: ${known.join(', ')}` : `did you mean ${near}?`;
  return source.problemAt(
    'unknown-kind',
    `there is no kind ${first.key === '' ? '(empty)' : first.key}`,
    first.at,
    hint,
  );
}
