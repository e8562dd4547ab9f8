import { kindOf } from '../kinds/registry.js';
import type { Context } from './context.js';
import { stronger } from './locks.js';
import type { Work } from './work.js';

const SAFER: Readonly<Record<string, string>> = {
  rewrite: 'on a large table add a new column, fill it in batches, and switch over in a later plan',
  scan: 'on a large table let online: check it after COMMIT under a lock that lets others write, or declare it not valid first and take that away in a later plan',
  index_build:
    'on a large table let online: build it CONCURRENTLY after COMMIT, or do that by hand first, under the same name: the plan finds it',
};

/** The relation whose rows a step reads or writes; what the plan itself makes has none that anybody waits for. */
const behind = (work: Work, context: Context): string | undefined =>
  context.live.objects.get(work.object.parent ?? work.object.key)?.key;

/** Adds what a step does to rows that are there, as measured, where nothing has said it yet. */
export function addHazards(works: readonly Work[], context: Context): void {
  for (const work of works) {
    const said = new Set(work.hazards.map(({ kind }) => kind));
    const say = (kind: string, message: string): void => {
      if (!said.has(kind)) work.hazards.push({ kind, message: `${message}; ${SAFER[kind]}` });
    };
    replicated(work, context);
    const on = behind(work, context);
    if (on === undefined) continue;
    const mode = strongest(work);
    if (work.rewrite) say('rewrite', `rewrites every row of ${on}, under ${mode}`);
    if (work.scan) say('scan', `reads every row of ${on}, under ${mode}`);
    if (work.build) say('index_build', `builds an index on ${on}, under ${mode}`);
  }
}

/** Tables whose columns come, go or change are sent to subscribers that get no DDL. */
function replicated(work: Work, context: Context): void {
  const { object, verb } = work;
  const kind = kindOf(object.id.kind);
  if (kind.holdsRows !== true || !['create', 'alter', 'drop', 'rename'].includes(verb)) return;
  const table = object.parent ?? object.key;
  const senders = (context.dependents.get(table) ?? []).filter(
    ({ from }) => kindOf(from.id.kind).lets !== undefined,
  );
  if (verb === 'alter' && !work.rewrite && !work.hazards.some((hazard) => hazard.kind === 'type_change'))
    return;
  for (const { from } of senders)
    work.hazards.push({
      kind: 'replicated',
      message: `${from.key} sends ${table}, and its subscribers get no DDL: change them first where columns come, afterwards where they go`,
    });
}

const EFFECT: Readonly<Record<string, string>> = {
  'ACCESS EXCLUSIVE': 'a lock that keeps everybody out',
  EXCLUSIVE: 'a lock that keeps writers out',
  'SHARE ROW EXCLUSIVE': 'a lock that keeps writers out',
  SHARE: 'a lock that keeps writers out',
  'SHARE UPDATE EXCLUSIVE': 'a lock that lets others read and write',
};

function strongest(work: Work): string {
  let mode: string | undefined;
  for (const one of work.locks.values()) mode = stronger(mode, one);
  return EFFECT[mode ?? ''] ?? 'no lock that others notice';
}
