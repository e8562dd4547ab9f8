import { readFileSync } from 'node:fs';
import { Ajv, type AnySchema, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Problem } from '../model/errors.js';
import type { Position } from '../model/position.js';
import { COMMA_HINT } from './doc.js';
import type { EnvironmentFile } from './generated.js';
import { listed, nearest } from './nearest.js';
import type { Source } from './source.js';
import { entry, plainData, type Value } from './yaml/tree.js';

const MANIFEST = 'https://reconcile.invalid/manifest.schema.json';
let manifests: Ajv | undefined;
let environments: ValidateFunction<EnvironmentFile> | undefined;

function newAjv(): Ajv {
  return new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
}

function schema(name: string): AnySchema {
  return JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
}

/** Problems of a document of a kind against schemas/manifest.schema.json. */
export function checkManifest(kind: string, value: Value, source: Source): Problem[] {
  manifests ??= newAjv().addSchema(schema('manifest'));
  const validate = manifests.getSchema(`${MANIFEST}#/definitions/${kind}`);
  if (validate === undefined) throw new Error(`schemas/manifest.schema.json has no definition of ${kind}`);
  validate(plainData(value));
  return problems(validate, value, source, withArticle(kind));
}

/** `an enum`, `a table`. */
function withArticle(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind.replaceAll('_', ' ')}`;
}

/** An environment file's data, or its problems against schemas/environment.schema.json. */
export function checkEnvironment(
  value: Value,
  source: Source,
): { data: EnvironmentFile | null; problems: Problem[] } {
  environments ??= newAjv().compile<EnvironmentFile>(schema('environment'));
  const validate = environments;
  const data = plainData(value);
  return validate(data)
    ? { data, problems: [] }
    : { data: null, problems: problems(validate, value, source, 'an environment') };
}

function problems(
  validate: { errors?: ErrorObject[] | null },
  value: Value,
  source: Source,
  what: string,
): Problem[] {
  const found = new Map<string, Problem>();
  for (const error of validate.errors ?? []) {
    const problem = describe(error, value, source, what);
    const key = `${problem.at?.line}:${problem.at?.column}:${problem.message}`;
    if (!found.has(key)) found.set(key, problem);
  }
  return [...found.values()];
}

interface Place {
  readonly value: Value;
  readonly at: Position;
  /** Keys from the document down, for messages: `columns.id`. */
  readonly path: string;
}

function place(root: Value, pointer: string): Place {
  let value = root;
  let at = root.type === 'map' ? (root.entries[0]?.at ?? root.at) : root.at;
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (const step of steps) {
    const inner: Value | undefined =
      value.type === 'list' ? value.items[Number(step)] : entry(value, step)?.value;
    if (inner === undefined) break;
    at = inner.type === 'map' || inner.at.line === 0 ? (entry(value, step)?.at ?? inner.at) : inner.at;
    value = inner;
  }
  return { value, at, path: steps.filter((step) => !/^\d+$/.test(step)).join('.') };
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'null',
};

function typeOf(value: Value): string {
  if (value.type !== 'scalar') return value.type === 'map' ? 'a map' : 'a list';
  if (value.value === null) return 'nothing';
  return typeof value.value === 'string' ? 'a text' : value.text;
}

function describe(error: ErrorObject, root: Value, source: Source, what: string): Problem {
  const { value, at, path } = place(root, error.instancePath);
  const name = path === '' ? what : path;
  const { params, parentSchema } = error;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      const known = Object.keys(parentSchema?.properties ?? {});
      const near = nearest(key, known);
      const hint = /[()]/.test(key)
        ? COMMA_HINT
        : near === undefined
          ? `known keys: ${known.join(', ')}`
          : `did you mean ${near}?`;
      const where = path === '' ? ` of ${what}` : ` in ${path}`;
      return source.problemAt('unknown-key', `unknown key ${key}${where}`, entry(value, key)?.at ?? at, hint);
    }
    case 'required':
      return source.problemAt(
        'missing-key',
        `${name} needs the key ${String(params.missingProperty)}`,
        at,
        `add ${String(params.missingProperty)}: …`,
      );
    case 'enum': {
      const allowed: string[] = Array.isArray(params.allowedValues) ? params.allowedValues.map(String) : [];
      const written = value.type === 'scalar' ? value.text : typeOf(value);
      const near = nearest(written, allowed);
      const message = `${name} must be ${listed(allowed)}, not ${written === '' ? 'empty' : written}`;
      return source.problemAt('not-a-value', message, at, near && `did you mean ${near}?`);
    }
    case 'type': {
      const types: string[] = Array.isArray(params.type)
        ? params.type.map(String)
        : String(params.type).split(',');
      const message = `${name} must be ${listed(types.map((type) => TYPES[type] ?? type))}, not ${typeOf(value)}`;
      const where = value.type === 'scalar' && value.value === null ? at : value.at;
      return source.problemAt('wrong-type', message, where, typeHint(types, value));
    }
    case 'minimum':
    case 'maximum': {
      const bound = error.keyword === 'minimum' ? 'least' : 'most';
      return source.problemAt('not-a-value', `${name} must be at ${bound} ${String(params.limit)}`, at);
    }
    default:
      return source.problemAt('not-a-value', `${name} ${error.message ?? 'is not allowed here'}`, at);
  }
}

function typeHint(types: readonly string[], value: Value): string | undefined {
  if (value.type === 'scalar' && value.value === null) {
    if (types.includes('object') && types.includes('string')) return 'say what it is, as text or as a map';
    if (types.includes('object')) return 'write {} for none, or leave the key out';
    return types.includes('array')
      ? 'write [] for none, or leave the key out'
      : 'give it a value, or leave the key out';
  }
  if (
    value.type === 'scalar' &&
    types.includes('boolean') &&
    /^(yes|no|on|off|true|false)$/i.test(value.text)
  ) {
    return 'write true or false, without quotes';
  }
  if (value.type === 'scalar' && types.includes('string')) return `put it in quotes: '${value.text}'`;
  if (value.type === 'list' && types.includes('object'))
    return 'write name: definition pairs, without dashes';
  if (types.length === 1 && types[0] === 'array') return 'write it as [a, b] or with a dash before each item';
  return undefined;
}
