import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Action } from '../../src/model/plan.js';

/** What the files of a case are written in: `sql` stands for before.sql and after.sql, `yaml` for before.yaml and after.yaml. */
export type Format = 'sql' | 'yaml';
export type Side = 'before' | 'after';
export type Direction = 'forwards' | 'backwards';

/** What a reviewer would look at in the plan of one direction. Only what is written is compared. */
export interface Expected {
  /** Complete: actions that are not named must not occur. */
  readonly summary?: Partial<Record<Action, number>>;
  /** Codes of the refusals. The plan is not applied then, and the database stays as it was. */
  readonly refusals?: readonly string[];
  /** Ids of the steps that lose rows or values. */
  readonly destructive?: readonly string[];
  /** Ids of the steps that rewrite a table. */
  readonly rewrite?: readonly string[];
}

export interface CaseFacts {
  /** First major that has what the case is about. Default 14. */
  readonly since?: number;
  readonly forwards?: Expected;
  readonly backwards?: Expected;
  /** Default: both. */
  readonly directions?: readonly Direction[];
  /** Columns whose values change on the way, as `schema.table.column`. */
  readonly values_change?: readonly string[];
  /** Extensions that the embedded engine must bring. */
  readonly extensions?: readonly string[];
}

/** A run that is known to fail, and why; the run fails as soon as it would pass. Absent keys match every run. */
export interface Red {
  readonly reason: string;
  readonly format?: Format;
  readonly direction?: Direction;
  readonly on?: readonly (number | 'embedded')[];
  readonly scratch?: 'server' | 'embedded';
}

/** A folder test/cases/KIND/WHAT. */
export interface Case {
  /** `KIND/WHAT`. */
  readonly name: string;
  readonly folder: string;
  readonly formats: readonly Format[];
  readonly facts: CaseFacts;
  readonly red: readonly Red[];
  /** Keys of the environment file that replace the usual ones. */
  readonly environment: Readonly<Record<string, unknown>>;
}

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', 'cases');

/** Every case folder, sorted by name. `KNOWN` files only: a misspelt one would be a test that is not made. */
export function allCases(): Case[] {
  const folders = (path: string): string[] =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  return folders(FOLDER).flatMap((kind) =>
    folders(join(FOLDER, kind)).map((what) => readCase(`${kind}/${what}`)),
  );
}

const KNOWN = [
  'before.sql',
  'after.sql',
  'before.yaml',
  'after.yaml',
  'rows.sql',
  'rows.after.sql',
  'environment.yaml',
  'expect.yaml',
  'red.yaml',
  'plan.sql',
];

function readCase(name: string): Case {
  const folder = join(FOLDER, name);
  const unknown = readdirSync(folder).filter((file) => !KNOWN.includes(file));
  if (unknown.length > 0) throw new Error(`test/cases/${name}: no case has a file ${unknown.join(', ')}`);
  const has = (file: string): boolean => existsSync(join(folder, file));
  const read = (file: string): unknown =>
    has(file) ? parse(readFileSync(join(folder, file), 'utf8')) : null;
  if (!has('before.sql') && !has('after.sql'))
    throw new Error(`test/cases/${name} has neither before.sql nor after.sql`);
  return {
    name,
    folder,
    formats: has('after.yaml') || has('before.yaml') ? ['sql', 'yaml'] : ['sql'],
    facts: (read('expect.yaml') ?? {}) as CaseFacts,
    red: (read('red.yaml') ?? []) as Red[],
    environment: (read('environment.yaml') ?? {}) as Record<string, unknown>,
  };
}

/** A file's text; a file that is not there is empty: a state without objects. */
export function caseText(one: Case, file: string): string {
  const path = join(one.folder, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
