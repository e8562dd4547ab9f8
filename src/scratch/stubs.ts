import type { Catalog } from '../model/catalog.js';
import { type Key, keyOf, objectId, qualified, quoteIdent } from '../model/id.js';
import type { Missing } from './standin.js';

/** A stand-in for what only a library can make. */
export interface Stub {
  readonly key: string;
  readonly sql: readonly string[];
  /** What it puts into the scratch's catalog. */
  readonly makes: readonly Key[];
  readonly extension: string | null;
}

interface Named {
  readonly kind: string;
  readonly schema: string | null;
  readonly name: string;
  readonly extension: string | null;
}

/**
 * Stand-ins for what an embedded scratch lacks: a type that is text inside, with a type modifier of one number as
 * vector(3) has it; an index access method that is a btree by another name; a foreign-data wrapper that takes any option.
 */
export function stubs(missing: readonly Missing[], live: Catalog, path: readonly string[]): Stub[] {
  const members = [...live.objects.values()].flatMap(({ id, extension }): Named[] =>
    id.kind in STUBS ? [{ ...id, extension }] : [],
  );
  const isMissing = (object: Named): boolean =>
    missing.some(
      ({ schema, name }) =>
        object.name === name &&
        (schema === null ? object.schema === null || path.includes(object.schema) : object.schema === schema),
    );
  return [...live.unmanaged, ...members]
    .filter(isMissing)
    .flatMap((object) => STUBS[object.kind]?.(object) ?? []);
}

const STUBS: Record<string, (object: Named) => Stub> = {
  base_type: baseType,
  access_method: ({ kind, name, extension }) => ({
    key: `${kind} ${name}`,
    sql: [`create access method ${quoteIdent(name)} type index handler pg_catalog.bthandler`],
    makes: [keyOf(objectId(kind, null, name))],
    extension,
  }),
  foreign_data_wrapper: ({ kind, name, extension }) => ({
    key: `${kind} ${name}`,
    sql: [`create foreign data wrapper ${quoteIdent(name)}`],
    makes: [keyOf(objectId(kind, null, name))],
    extension,
  }),
};

function baseType({ kind, schema, name, extension }: Named): Stub {
  const type = qualified(schema, name);
  const [input, output] = [`${name}_in`, `${name}_out`];
  const routine = (routineName: string, argument: string): Key =>
    keyOf(objectId('function', schema, routineName, { arguments: argument }));
  return {
    key: `${kind} ${type}`,
    sql: [
      `create schema if not exists ${quoteIdent(schema ?? 'public')}`,
      `create type ${type}`,
      `create function ${qualified(schema, input)}(cstring) returns ${type} language internal immutable strict as 'textin'`,
      `create function ${qualified(schema, output)}(${type}) returns cstring language internal immutable strict as 'textout'`,
      `create type ${type} (input = ${qualified(schema, input)}, output = ${qualified(schema, output)}, typmod_in = pg_catalog.varchartypmodin, typmod_out = pg_catalog.varchartypmodout, like = pg_catalog.text)`,
    ],
    makes: [
      routine(input, 'cstring'),
      routine(output, type),
      keyOf(objectId('schema', null, schema ?? 'public')),
    ],
    extension,
  };
}
