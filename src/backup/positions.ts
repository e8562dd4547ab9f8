import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, keyOfPlanned, objectId, qualified, quoteIdent, quoteLiteral } from '../model/id.js';
import { planObject } from '../plan/object.js';
import type { PlannedStep } from '../plan/result.js';
import { actable, ownerIn } from '../plan/roles.js';
import type { SequencePosition } from './manifest.js';
import { setPosition } from './restore-sql.js';
import type { RowsInput } from './rows-input.js';
import { rowsStep } from './rows-step.js';
import { unguarded } from './unguarded.js';

/** Sequences that come back go to where they were; one that a column that stayed gets back goes on behind its values. */
export function positionSteps(steps: readonly PlannedStep[], input: RowsInput): PlannedStep[] {
  const { live, objects, sequences } = input;
  const comesBack = (key: Key): boolean => objects.has(key) && !live.objects.has(key);
  const kept = sequences.filter(({ schema, name, owned_by: owned }) => {
    const column =
      owned === null ? null : objectId('column', owned.schema, owned.column, { table: owned.table });
    return (
      comesBack(keyOf(objectId('sequence', schema, name))) || (column !== null && comesBack(keyOf(column)))
    );
  });
  const anew = [...new Set(steps.map(({ step }) => keyOfPlanned(step.object)))].flatMap((key) => {
    const [now, before] = [live.objects.get(key), objects.get(key)];
    if (now === undefined || before === undefined || now.parent === null) return [];
    return countsItself(before, input) && !countsItself(now, input)
      ? [behindValues(before, live.objects.get(now.parent))]
      : [];
  });
  return [...kept.flatMap((one) => [positionStep(one, input), ...notBehind(one, input)]), ...anew];
}

/** Whether it has a sequence of its own that it counts with. */
const countsItself = (object: CatalogObject, { live }: RowsInput): boolean =>
  (kindOf(object.id.kind).ownNames?.(object as never, live.version) ?? []).some(
    ({ kind }) => kind === 'sequence',
  );

const ascends = (sequence: string): string =>
  `(select seqincrement from pg_catalog.pg_sequence where seqrelid = ${sequence}) > 0`;
/** The value of a column that a sequence has come to last, by the way it counts. */
const furthest = (sequence: string, column: string): string =>
  `case when ${ascends(sequence)} then max(${column}) else min(${column}) end`;

function behindValues({ key, id }: CatalogObject, relation: CatalogObject | undefined): PlannedStep {
  const [table, column] = [qualified(id.schema, id.table ?? ''), quoteIdent(id.name)];
  const sequence = `pg_catalog.pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(id.name)})::pg_catalog.regclass`;
  const sql = `select pg_catalog.setval(${sequence}, ${furthest(sequence, column)}) from ${table}`;
  return {
    ...rowsStep(planObject(id), `rows ${key}`, actable(relation?.owner ?? null), [sql]),
    perform: (session) =>
      unguarded(session, table, async () => {
        await session.run(sql);
      }),
  };
}

const COUNTED = new Set(['smallint', 'integer', 'bigint']);

/** A sequence that a column which stayed gets back goes on behind the values that came meanwhile, where those are further. */
function notBehind(
  { schema, name, owned_by: owned }: SequencePosition,
  { live, objects }: RowsInput,
): PlannedStep[] {
  if (owned === null) return [];
  const id = objectId('column', owned.schema, owned.column, { table: owned.table });
  const stayed = live.objects.get(keyOf(id));
  const type = (objects.get(keyOf(id)) ?? stayed)?.attributes.type;
  if (stayed?.parent == null || !COUNTED.has(String(type))) return [];
  const [sequence, table] = [qualified(schema, name), qualified(owned.schema, owned.table)];
  const column = quoteIdent(owned.column);
  const oid = `${quoteLiteral(sequence)}::pg_catalog.regclass`;
  const sql = `select pg_catalog.setval(${oid}, v.at) from (select ${furthest(oid, column)} as at from ${table}) v, ${sequence} s where case when ${ascends(oid)} then v.at > s.last_value else v.at < s.last_value end`;
  const role = actable(live.objects.get(stayed.parent)?.owner ?? null);
  return [
    {
      ...rowsStep({ kind: 'sequence', schema, name }, `behind rows ${quoteLiteral(sequence)}`, role, [sql]),
      perform: (session) =>
        unguarded(session, table, async () => {
          await session.run(sql);
        }),
    },
  ];
}

function positionStep(position: SequencePosition, { live, objects }: RowsInput): PlannedStep {
  const sql = [setPosition(position)];
  const { schema, name, owner } = position;
  const after = { ...live, objects: new Map([...live.objects, ...objects]) };
  const role = ownerIn(live, owner, schema) === null ? null : ownerIn(after, owner, schema);
  const id = `rows sequence ${quoteLiteral(qualified(schema, name))}`;
  return { ...rowsStep({ kind: 'sequence', schema, name }, id, role, sql), run: sql };
}
