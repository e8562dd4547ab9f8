import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, keyOfPlanned, objectId, qualified, quoteIdent } from '../model/id.js';
import { heirOf } from '../plan/heirs.js';
import { planObject } from '../plan/object.js';
import type { PlannedStep } from '../plan/result.js';
import { actable } from '../plan/roles.js';
import { emptyColumns, loadRows } from './load.js';
import type { TableData } from './manifest.js';
import type { Refilled } from './refilled.js';
import type { RowsInput } from './rows-input.js';
import { rowsStep } from './rows-step.js';

const tableKey = ({ schema, name }: TableData): Key => keyOf(objectId('table', schema, name));
const list = (columns: readonly string[]): string => columns.map(quoteIdent).join(', ');

/** Tables that have columns from one another, and what brings those columns' values back. */
interface Group {
  readonly data: TableData[];
  /** The columns, and those that they are handed down from. */
  readonly keys: Set<Key>;
}

/**
 * Values of columns, behind the last step that makes or changes one of them, and then what a column can only be when it
 * has them (NOT NULL, IDENTITY): table by table, for another one's keys may come before.
 */
export function columnSteps(steps: PlannedStep[], input: RowsInput, by: Refilled['by']): void {
  for (const { data, keys } of groupsOf(input, steps, by)) {
    const [tight, late]: [PlannedStep[], PlannedStep[]] = [[], []];
    for (const one of data) {
      const refill = by.get(tableKey(one));
      if (refill !== undefined && one.kind === 'rows') loosened(steps, tight, refill, one, input);
      const stuck = retypedBack(steps, one, input);
      if (stuck.length === 0) continue;
      for (const key of stuck) later(steps, key, input, late);
      const first = steps.findIndex((planned) => stuck.some((key) => retypes(planned, key)));
      steps.splice(first, 0, emptyStep(one, stuck, input));
    }
    halved(steps, keys, input, late);
    const at = Math.max(...data.map((one) => lastBack(steps, one, keys, by, input.live)));
    const values = data.map((one) => valuesStep(one, input));
    steps.splice(at + 1, 0, ...values, ...late, ...tight);
  }
}

function groupsOf(
  { tables, objects, live }: RowsInput,
  steps: readonly PlannedStep[],
  by: Refilled['by'],
): Group[] {
  const groups: Group[] = [];
  for (const data of tables) {
    if (data.kind !== 'columns' && data.kind !== 'rows') continue;
    const columns = data.lost.map((name) =>
      keyOf(objectId('column', data.schema, name, { table: data.name })),
    );
    const keys = new Set(columns);
    for (const key of keys) {
      const object = objects.get(key) ?? live.objects.get(key);
      for (const from of object === undefined ? [] : (heirOf(object)?.from ?? [])) keys.add(from);
    }
    if (lastBack(steps, data, keys, by, live) < 0) continue;
    const known = groups.find((group) => [...keys].some((key) => group.keys.has(key)));
    if (known === undefined) groups.push({ data: [data], keys });
    else {
      known.data.push(data);
      for (const key of keys) known.keys.add(key);
    }
  }
  return groups;
}

/** The last step behind which all the columns are there; a column may come with its table (INHERIT, ATTACH PARTITION). */
function lastBack(
  steps: readonly PlannedStep[],
  data: TableData,
  keys: ReadonlySet<Key>,
  by: Refilled['by'],
  live: Catalog,
): number {
  const key = tableKey(data);
  const own = steps.findLastIndex(
    ({ step }) =>
      step.id === by.get(key)?.step || (step.action !== 'drop' && keys.has(keyOfPlanned(step.object))),
  );
  const made = new Set(steps.map(({ step }) => keyOfPlanned(step.object)));
  const along = data.lost.some((name) => {
    const column = keyOf(objectId('column', data.schema, name, { table: data.name }));
    return !live.objects.has(column) && !made.has(column);
  });
  if (own >= 0 && !along) return own;
  const tied = steps.findLastIndex(
    ({ step }) => step.action === 'alter' && keyOfPlanned(step.object) === key,
  );
  return Math.max(own, tied);
}

/** Columns that come without what rows that have no value yet would break; the rest comes behind their values. */
function halved(steps: PlannedStep[], keys: ReadonlySet<Key>, input: RowsInput, late: PlannedStep[]): void {
  for (const [at, planned] of steps.entries()) {
    const { step } = planned;
    const key = keyOfPlanned(step.object);
    const object = input.objects.get(key);
    if (!keys.has(key) || step.action !== 'create' || object === undefined || input.live.objects.has(key))
      continue;
    const halves = bare(object, input);
    if (halves === null || step.sql[0] !== halves.whole) continue;
    const sql = [halves.first, ...step.sql.slice(1)];
    steps[at] = { ...planned, assumes: [], step: { ...step, sql } };
    late.push({
      ...planned,
      assumes: [],
      step: { ...step, id: `finish ${key}`, action: 'alter', sql: halves.rest },
    });
  }
}

function valuesStep(data: TableData, input: RowsInput): PlannedStep {
  const { source } = input;
  const key = tableKey(data);
  const live = input.live.objects.get(key);
  const by = data.kind === 'columns' ? data.columns.filter((name) => !data.lost.includes(name)) : null;
  const table = qualified(data.schema, data.name);
  const sql = `update ${table} set (${list(data.lost)}) -- ${data.rows} rows of the backup ${input.id}, by ${by === null ? 'all other columns' : `(${list(by)})`}`;
  const step = rowsStep(
    { kind: 'table', schema: data.schema, name: data.name },
    `rows ${key}`,
    actable(live?.owner ?? null),
    [sql],
  );
  return {
    ...step,
    relations: live === undefined ? [] : [{ key, mode: 'ACCESS EXCLUSIVE' }],
    ...(source === null ? {} : { perform: (session) => loadRows(session, data, source) }),
  };
}

/** Has rows put back without the values that come behind them, where those are required. */
function loosened(
  steps: PlannedStep[],
  tight: PlannedStep[],
  { step, into }: { step: string; into: CatalogObject },
  data: TableData,
  { objects, live }: RowsInput,
): void {
  const table = qualified(into.id.schema, into.id.name);
  const required = data.lost.filter((name) => {
    const key = keyOf(objectId('column', into.id.schema, name, { table: into.id.name }));
    return objects.get(key)?.attributes.notNull === true && !live.objects.has(key);
  });
  const id = `loosen ${into.key}`;
  const at = steps.findIndex((planned) => planned.step.id === step);
  if (required.length === 0 || steps.some((planned) => planned.step.id === id)) return;
  const role = steps[at]?.step.role ?? null;
  const made = (name: string, what: string): PlannedStep => {
    const sql = required.map((column) => `alter table ${table} alter column ${quoteIdent(column)} ${what}`);
    return { ...rowsStep(planObject(into.id), name, role, sql), run: sql };
  };
  steps.splice(at, 0, made(id, 'drop not null'));
  tight.push(made(`tighten ${into.key}`, 'set not null'));
}

/** Columns that get their type back from one whose values may not fit in it. */
function retypedBack(steps: readonly PlannedStep[], data: TableData, { live }: RowsInput): Key[] {
  return steps.flatMap(({ step }) => {
    const { kind, schema, table, name } = step.object;
    const own =
      kind === 'column' && schema === data.schema && table === data.name && data.lost.includes(name);
    const key = keyOfPlanned(step.object);
    return own && step.action === 'alter' && step.destructive && live.objects.has(key) ? [key] : [];
  });
}

/** Whether a step changes an object, which may have got its name back in a step before. */
const retypes = ({ step }: PlannedStep, key: Key): boolean =>
  step.action === 'alter' && keyOfPlanned(step.object) === key;

function emptyStep(data: TableData, keys: readonly Key[], { live, id, source }: RowsInput): PlannedStep {
  const names = keys.flatMap((key) => live.objects.get(key)?.id.name ?? []);
  const table = qualified(data.schema, data.name);
  const step = rowsStep(
    { kind: 'table', schema: data.schema, name: data.name },
    `empty ${tableKey(data)}`,
    null,
    [
      ...names.map((name) => `alter table ${table} alter column ${quoteIdent(name)} drop not null`),
      `update ${table} set (${list(names)}) = null -- ${data.rows} rows of the backup ${id}`,
    ],
  );
  return {
    ...step,
    relations: [{ key: tableKey(data), mode: 'ACCESS EXCLUSIVE' }],
    ...(source === null ? {} : { perform: (session) => emptyColumns(session, data, names, source) }),
  };
}

/** NOT NULL for a column that was emptied in between comes behind its values. */
function later(steps: PlannedStep[], key: Key, { objects }: RowsInput, late: PlannedStep[]): void {
  const column = objects.get(key);
  const at = steps.findIndex((planned) => retypes(planned, key));
  const planned = steps[at];
  if (column === undefined || planned === undefined || column.attributes.notNull !== true) return;
  const { step } = planned;
  const table = qualified(column.id.schema, column.id.table ?? '');
  const required = `alter table ${table} alter column ${quoteIdent(column.id.name)} set not null`;
  steps[at] = { ...planned, step: { ...step, sql: step.sql.filter((sql) => sql !== required) } };
  const finish = { ...step, id: `finish ${key}`, sql: [required], destructive: false, rewrite: false };
  late.push({ ...planned, assumes: [], step: finish });
}

/** A column's creation in two: without what rows that have no value yet would break, and the rest. */
function bare(
  object: CatalogObject,
  input: RowsInput,
): { whole: string; first: string; rest: string[] } | null {
  const kind = kindOf(object.id.kind);
  const loose = kind.bare?.(object as never) as CatalogObject | undefined;
  if (loose === undefined) return null;
  const catalog = { ...input.live, objects: new Map([...input.live.objects, ...input.objects]) };
  const around = {
    catalog,
    version: input.live.version,
    parts: () => [],
    parent: (of: CatalogObject) => (of.parent === null ? undefined : catalog.objects.get(of.parent)),
  };
  const changed = new Set(
    Object.keys(object.attributes).filter((name) => object.attributes[name] !== loose.attributes[name]),
  );
  const rest: string[] = [];
  for (const name of changed) {
    const rule = kind.attributes[name];
    const sql =
      typeof rule?.alter === 'function'
        ? rule.alter({ before: loose, after: object, changed, follows: false, around })
        : 'replace';
    if (sql === 'replace') return null;
    for (const statement of sql) if (!rest.includes(statement)) rest.push(statement);
  }
  const [whole = ''] = kind.create(object as never, around);
  const [first = ''] = kind.create(loose as never, around);
  return rest.length === 0 ? null : { whole, first, rest };
}
