import type { HistoryEntry } from '../history/index.js';
import { dottedName } from '../manifest/names.js';
import { userError } from '../model/errors.js';
import { type Key, quoteIdent } from '../model/id.js';
import type { Undo } from '../plan/undo.js';

/** The entry that is meant: the last apply that was not undone, where none is named. */
export function chosenEntry(
  entries: readonly HistoryEntry[],
  id: string | null,
  environment: string,
): HistoryEntry {
  const undone = new Set(
    entries.flatMap((one) => (one.kind === 'rollback' && one.source !== null ? [one.source] : [])),
  );
  const did = (one: HistoryEntry): boolean => Object.values(one.summary ?? {}).some((count) => count > 0);
  const found =
    id === null
      ? entries.find((one) => one.kind === 'apply' && !undone.has(one.id) && did(one))
      : entries.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw userError(
    'rollback',
    id === null
      ? `Nothing was applied to ${environment} that could be undone.`
      : `The history of ${environment} has no entry ${id}.`,
    { hint: `reconcile history ${environment} lists what was applied` },
  );
}

/** The key of a table by the name that a user writes, of those that lost something. @throws UserError where the apply took nothing of that name. */
export function tableKey(
  written: string,
  undo: Undo,
  lost: ReadonlySet<Key>,
  scope: readonly string[] | null,
): Key {
  const { schema, name } = dottedName(written).name;
  const schemas = schema === null ? (scope ?? ['public']) : [schema];
  const holders = new Set<Key>();
  for (const object of undo.objects) {
    if (!lost.has(object.key)) continue;
    if (object.parent !== null) holders.add(object.parent);
    else if (object.address.catalog === 'pg_class') holders.add(object.key);
  }
  for (const one of schemas) {
    const path = ` ${quoteIdent(one)}.${quoteIdent(name)}`;
    const key = [...holders].find((holder) => holder.endsWith(path));
    if (key !== undefined) return key;
  }
  throw userError('restore', `This apply took nothing of a table ${written}.`, {
    hint: `it took from: ${[...holders].map((key) => key.slice(key.indexOf(' ') + 1)).join(', ') || 'no table'}`,
  });
}
