import type { CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, keyOfPlanned, objectId, qualified, quoteIdent } from '../model/id.js';
import { planObject } from '../plan/object.js';
import { PARKED } from '../plan/park.js';
import type { PlannedStep } from '../plan/result.js';
import type { Parked } from '../plan/undo.js';
import { columnSteps } from './column-values.js';
import { loadRows } from './load.js';
import type { TableData } from './manifest.js';
import { positionSteps } from './positions.js';
import { refilled } from './refilled.js';
import type { RowsInput } from './rows-input.js';
import { rowsStep } from './rows-step.js';
import { parkedPosition, unparkRest, unparkRows } from './unpark.js';

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
  const rest: PlannedStep[] = [];
  for (const parked of input.parked) {
    const at = madeAt(parked.key);
    const object = input.objects.get(parked.key);
    if (at < 0 || object === undefined) continue;
    filled.add(parked.key);
    steps.splice(at + 1, 0, parkedStep(object, parked, steps[at]));
    rest.push(restStep(object, parked));
  }
  columnSteps(steps, input, by);
  steps.push(...positionSteps(steps, input), ...rest);
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
  const sql = [`insert into ${table} (${columns}) overriding system value select ${columns} from ${from}`];
  return {
    ...rowsStep(planObject(object.id), `rows ${object.key}`, maker?.step.role ?? null, sql),
    perform: (session) => unparkRows(session, table, parked),
  };
}

/** Where its sequences stood, and then away with what was parked. */
function restStep({ id }: CatalogObject, parked: Parked): PlannedStep {
  const table = qualified(id.schema, id.name);
  const sql = [
    ...parked.sequences.map((one) => parkedPosition(table, one)),
    `drop table ${qualified(PARKED, parked.name)}`,
  ];
  return {
    ...rowsStep(planObject(id), `unpark ${parked.key}`, null, sql),
    perform: (session) => unparkRest(session, table, parked),
  };
}
