import { fingerprint, takeSnapshot } from '../apply/snapshot.js';
import type { Session } from '../database/session.js';
import { driftSince, driftText, type HistoryEntry } from '../history/index.js';
import { isPassingName } from '../kinds/online.js';
import type { Catalog } from '../model/catalog.js';
import { userError } from '../model/errors.js';
import type { Key } from '../model/id.js';
import { isLeftover } from '../plan/online/ways.js';
import type { Undo } from '../plan/undo.js';

interface Place {
  readonly environment: { readonly name: string; readonly schemas: readonly string[] | null };
  readonly session: Session;
  readonly read: Catalog;
}

/** @throws UserError that says how the database is another than an apply left it, where it is in scope or the apply's own. */
export async function refuseIfMovedOn(
  { environment, session, read }: Place,
  entry: HistoryEntry,
  entries: readonly HistoryEntry[],
  undo: Undo,
  state: Readonly<Record<Key, string>> | null,
): Promise<void> {
  if (fingerprint(await takeSnapshot(session)) === entry.fingerprintAfter) return;
  const ours = new Set([
    ...undo.objects.map((object) => object.key),
    ...undo.made,
    ...undo.renames.map(([now]) => now),
  ]);
  // What its own online steps had come to when they were stopped: passing objects have come or gone since.
  const stopped = entry.online !== null && entry.online.left > 0;
  const half = new Set(
    stopped ? [...ours, ...[...read.objects.values()].filter(isLeftover).map(({ key }) => key)] : [],
  );
  const passed = (key: Key): boolean => stopped && isPassingName(key.slice(key.lastIndexOf('.') + 1));
  const drift =
    state === null
      ? null
      : driftSince(state, read).filter(
          ({ key, schema }) =>
            !half.has(key) &&
            !passed(key) &&
            (ours.has(key) ||
              environment.schemas === null ||
              (schema !== null && environment.schemas.includes(schema))),
        );
  if (drift !== null && drift.length === 0) return;
  const how =
    drift === null
      ? 'what it was like then was not recorded'
      : `${drift.slice(0, 10).map(driftText).join('; ')}${drift.length > 10 ? `; and ${drift.length - 10} more` : ''}`;
  const later = entries
    .slice(0, entries.indexOf(entry))
    .filter((one) => Object.values(one.summary ?? {}).some(Boolean));
  throw userError('moved-on', `The database has moved on since ${entry.id}: ${how}. Nothing was changed.`, {
    hint: [
      ...(later.length === 0
        ? []
        : [`what was applied since: ${later.map((one) => `${one.id} (${one.kind})`).join(', ')}`]),
      `undo that first, or bring back what was lost: reconcile restore ${environment.name} ${entry.id}`,
    ].join('; '),
  });
}
