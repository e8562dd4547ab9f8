import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, keyOfPlanned, objectId, qualified, quoteIdent } from '../model/id.js';
import { planObject } from '../plan/object.js';
import { PARKED } from '../plan/park.js';
import type { PlannedStep } from '../plan/result.js';
import { actable } from '../plan/roles.js';
import type { Parked } from '../plan/undo.js';
import { emptyColumns, loadRows, type RowSource } from './load.js';
import type { SequencePosition, TableData } from './manifest.js';
import { positionSteps } from './positions.js';
import { type Refilled, refilled } from './refilled.js';
import { rowsStep } from './rows-step.js';
import { unpark } from './unpark.js';

/** What a plan that brings something back has rows from. */
export interface RowsInput {
  readonly id: string;
  readonly tables: readonly TableData[];
  readonly sequences: readonly SequencePosition[];
  readonly parked: readonly Parked[];
  readonly source: RowSource | null;
  readonly live: Catalog;
  /** Objects as they shall be. */
  readonly objects: ReadonlyMap<Key, CatalogObject>;
}

export interface WithRows {
  readonly steps: PlannedStep[];
  /** Tables that come back without their rows, because no backup holds them. */
  readonly empty: readonly Key[];
}

const tableKey = (schema: string, name: string): Key => keyOf(objectId('table', schema, name));

/**
 * A plan's steps with those that load rows: whole tables behind the step that makes them, before anything else is made on
 * them; values of columns behind the last step that makes or changes one of them; positions of sequences in the end.
 */
export function withRows(planned: readonly PlannedStep[], given: RowsInput): WithRows {
  const steps = [...planned];
  const { tables, by } = refilled(given.tables, steps, given.objects, given.live);
  const input = { ...given, tables };
  const madeAt = (key: Key): number =>
    steps.findLastIndex(
      ({ step }) =>
        keyOfPlanned(step.object) === key &&
        (step.action === 'create' || step.action === 'replace') &&
        /^create\b/.test(step.sql.find((sql) => /\btable\b/.test(sql)) ?? ''),
    );
  const filled = new Set<Key>(by.keys());
  for (const data of input.tables) {
    const key = tableKey(data.schema, data.name);
    const at = madeAt(key);
    if (data.kind !== 'table' || at < 0) continue;
    filled.add(key);
    steps.splice(at + 1, 0, tableStep(key, data, steps[at], input));
  }
  for (const parked of input.parked) {
    const at = madeAt(parked.key);
    const object = input.objects.get(parked.key);
    if (at < 0 || object === undefined) continue;
    filled.add(parked.key);
    steps.splice(at + 1, 0, parkedStep(object, parked, steps[at]));
  }
  columnSteps(steps, input, by);
  steps.push(...positionSteps(steps, input));
  const empty = [...input.objects.values()].filter(
    ({ key, id, attributes }) =>
      id.kind === 'table' && attributes.partitionKey === null && madeAt(key) >= 0 && !filled.has(key),
  );
  return { steps, empty: empty.map(({ key }) => key) };
}

const list = (columns: readonly string[]): string => columns.map(quoteIdent).join(', ');

function tableStep(key: Key, data: TableData, maker: PlannedStep | undefined, input: RowsInput): PlannedStep {
  const { source } = input;
  const object = { kind: 'table', schema: data.schema, name: data.name };
  const sql = `copy ${qualified(data.schema, data.name)} (${list(data.columns)}) from stdin -- ${data.rows} rows of the backup ${input.id}`;
  return {
    ...rowsStep(object, `rows ${key}`, maker?.step.role ?? null, [sql]),
    ...(source === null ? {} : { perform: (session) => loadRows(session, data, source) }),
  };
}

function parkedStep(object: CatalogObject, parked: Parked, maker: PlannedStep | undefined): PlannedStep {
  const table = qualified(object.id.schema, object.id.name);
  const from = qualified(PARKED, parked.name);
  const columns = list(parked.columns);
  const sql = [
    `insert into ${table} (${columns}) overriding system value select ${columns} from ${from}`,
    `drop table ${from}`,
  ];
  return {
    ...rowsStep(planObject(object.id), `rows ${object.key}`, maker?.step.role ?? null, sql),
    perform: (session) => unpark(session, table, parked),
  };
}

/** Values of columns, and then what a column can only be when it has them (NOT NULL, IDENTITY). */
function columnSteps(steps: PlannedStep[], input: RowsInput, by: Refilled['by']): void {
  const late: PlannedStep[] = [];
  const tight: PlannedStep[] = [];
  let last = -1;
  for (const data of input.tables) {
    if (data.kind !== 'columns' && data.kind !== 'rows') continue;
    const at = steps.findLastIndex(
      (planned) =>
        planned.step.id === by.get(tableKey(data.schema, data.name))?.step ||
        (planned.step.object.kind === 'column' &&
          planned.step.action !== 'drop' &&
          data.lost.includes(planned.step.object.name)),
    );
    if (at < 0) continue;
    last = Math.max(last, at);
    late.push(valuesStep(data, input));
    const refill = by.get(tableKey(data.schema, data.name));
    if (refill !== undefined && data.kind === 'rows') last += loosened(steps, tight, refill, data, input);
    const stuck = retypedBack(steps, data, input);
    if (stuck.length === 0) continue;
    const first = steps.findIndex((planned) => stuck.some((key) => retypes(planned, key)));
    for (const key of stuck) later(steps, key, input, late);
    steps.splice(first, 0, emptyStep(data, stuck, input));
    last++;
  }
  if (late.length === 0) return;
  late.push(...tight);
  const names = new Set(input.tables.flatMap((data) => (data.kind === 'table' ? [] : data.lost)));
  for (const [at, planned] of steps.entries()) {
    const { step } = planned;
    const key = keyOfPlanned(step.object);
    const object = input.objects.get(key);
    if (step.object.kind !== 'column' || step.action !== 'create' || object === undefined) continue;
    if (!names.has(step.object.name) || input.live.objects.has(key)) continue;
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
  steps.splice(last + 1, 0, ...late);
}

function valuesStep(data: TableData, input: RowsInput): PlannedStep {
  const { source } = input;
  const key = tableKey(data.schema, data.name);
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

/** Has rows put back without the values that come behind them, where those are required. Returns how many steps that takes. */
function loosened(
  steps: PlannedStep[],
  tight: PlannedStep[],
  { step, into }: { step: string; into: CatalogObject },
  data: TableData,
  { objects, live }: RowsInput,
): number {
  const table = qualified(into.id.schema, into.id.name);
  const required = data.lost.filter((name) => {
    const key = keyOf(objectId('column', into.id.schema, name, { table: into.id.name }));
    return objects.get(key)?.attributes.notNull === true && !live.objects.has(key);
  });
  const id = `loosen ${into.key}`;
  const at = steps.findIndex((planned) => planned.step.id === step);
  if (required.length === 0 || steps.some((planned) => planned.step.id === id)) return 0;
  const role = steps[at]?.step.role ?? null;
  const made = (name: string, what: string): PlannedStep => {
    const sql = required.map((column) => `alter table ${table} alter column ${quoteIdent(column)} ${what}`);
    return { ...rowsStep(planObject(into.id), name, role, sql), run: sql };
  };
  steps.splice(at, 0, made(id, 'drop not null'));
  tight.push(made(`tighten ${into.key}`, 'set not null'));
  return 1;
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
    `empty ${tableKey(data.schema, data.name)}`,
    null,
    [
      ...names.map((name) => `alter table ${table} alter column ${quoteIdent(name)} drop not null`),
      `update ${table} set (${list(names)}) = null -- ${data.rows} rows of the backup ${id}`,
    ],
  );
  return {
    ...step,
    relations: [{ key: tableKey(data.schema, data.name), mode: 'ACCESS EXCLUSIVE' }],
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
