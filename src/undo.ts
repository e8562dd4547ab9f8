import { takeSnapshot } from './apply/index.js';
import { notes } from './apply/preflight.js';
import { chosenEntry, tableKey } from './backup/choose.js';
import { refuseIfMovedOn } from './backup/moved-on.js';
import { underOldNames } from './backup/names-before.js';
import { underNamesSince } from './backup/names-since.js';
import { type OpenBackup, openBackup } from './backup/open.js';
import { allOfBefore, lostOf, withoutSecrets } from './backup/revive.js';
import { withRows } from './backup/rows.js';
import { sameByScratch } from './backup/same.js';
import { takenBy } from './backup/taken.js';
import { readCatalog } from './catalog/index.js';
import type { Session } from './database/session.js';
import { type EntryKind, keptOf, listHistory } from './history/index.js';
import { kindOf } from './kinds/registry.js';
import { type Environment, loadEnvironment } from './manifest/index.js';
import type { Catalog, CatalogObject } from './model/catalog.js';
import { userError } from './model/errors.js';
import type { Key } from './model/id.js';
import type { Diagnostic } from './model/plan.js';
import { isLeftover } from './plan/online/ways.js';
import { computePlan } from './plan/plan.js';
import type { RenameStep } from './plan/renames/steps.js';
import { resolveSet } from './plan/sets.js';
import { type Undo, undoOf } from './plan/undo.js';
import { platformOf } from './platforms/index.js';
import { connect, type Planned, type Project } from './reconcile.js';
import { searchPathOf } from './scratch/index.js';
import { backupOf, shelfOf } from './shelf.js';
import { sizesOf } from './sizes.js';

/** What a plan that brings something back is made of: objects to be had, and how the live catalog is called then. */
interface Aim {
  readonly kind: Exclude<EntryKind, 'apply'>;
  readonly id: string;
  readonly live: Catalog;
  readonly renames: ReadonlyMap<Key, Key>;
  readonly steps: readonly RenameStep[];
  readonly objects: ReadonlyMap<Key, CatalogObject>;
  readonly drop: ReadonlySet<Key>;
  readonly undo: Undo;
  readonly backup: OpenBackup | null;
  readonly diagnostics: readonly Diagnostic[];
}

interface Place {
  readonly environment: Environment;
  readonly session: Session;
  readonly read: Catalog;
}

/**
 * The plan that undoes an applied one, the last by default: everything that it touched is as it was before, with rows from
 * its backup.
 * @throws UserError where the database has moved on since, saying how.
 */
export async function planRollback(project: Project, id: string | null): Promise<Planned> {
  return planned(project, async (place) => {
    const { environment, session, read } = place;
    const entries = await listHistory(session, environment.name);
    const entry = chosenEntry(entries, id, environment.name);
    const kept = await keptOf(session, entry.id);
    if (kept?.undo == null) {
      throw userError(
        'rollback',
        `What ${entry.id} changed is no longer kept, so it cannot be undone. Nothing was changed.`,
      );
    }
    const { undo } = kept;
    await refuseIfMovedOn(place, entry, entries, undo, kept.state);
    const backup = await backupOf(shelfOf(project.dir, environment, session), environment, entry);
    const under = underOldNames(read, undo);
    const { objects, notes: lacking } = withoutSecrets(allOfBefore(undo), under.live);
    const left = [...under.live.objects.values()].filter(isLeftover).map(({ key }) => key);
    const made = undo.made.filter((key) => isStill(key, read, under)).map(under.now);
    const drop = [...made, ...left].filter((key) => under.live.objects.has(key) && !objects.has(key));
    return {
      ...under,
      kind: 'rollback',
      id: entry.id,
      objects,
      drop: new Set(drop),
      undo,
      backup,
      diagnostics: lacking.map(secretGone),
    };
  });
}

/**
 * The plan that brings back what an apply took away: all of it, or the tables that are named.
 * @throws UserError that names what is in the way.
 */
export async function planRestore(project: Project, id: string, tables: readonly string[]): Promise<Planned> {
  return planned(project, async (place) => {
    const { environment, session, read } = place;
    const entry = (await listHistory(session, environment.name)).find((one) => one.id === id);
    const backup =
      entry === undefined
        ? await openBackup(shelfOf(project.dir, environment, session), id)
        : await backupOf(shelfOf(project.dir, environment, session), environment, entry);
    const kept =
      backup?.manifest.undo ?? (entry === undefined ? null : ((await keptOf(session, id))?.undo ?? null));
    if (kept === null) {
      throw userError('restore', `There is no backup ${id} of ${environment.name}.`, {
        hint: `reconcile history ${environment.name} lists the ids`,
      });
    }
    const { tables: data = [], sequences = [] } = backup?.manifest ?? {};
    const since = underNamesSince(kept, data, sequences, read);
    const { undo } = since;
    const taken = takenBy(undo, since.tables);
    const named =
      tables.length === 0
        ? null
        : tables.map((name) => tableKey(name, undo, taken.lost, environment.schemas));
    const lost = lostOf(undo, taken, read, named);
    const { objects, notes: lacking } = withoutSecrets(lost.objects, read);
    const left = [...since.notes, ...lost.notes].map(
      (message): Diagnostic => ({ level: 'info', code: 'left_out', message }),
    );
    const diagnostics = [...left, ...lacking.map(secretGone)];
    return {
      kind: 'restore',
      id,
      live: read,
      renames: new Map(),
      steps: [],
      objects,
      drop: new Set(),
      undo,
      backup: backup && {
        ...backup,
        manifest: { ...backup.manifest, undo, tables: since.tables, sequences: since.sequences },
      },
      diagnostics,
    };
  });
}

/** Whether what is called so now is what its name of before means then: a view's column makes room for a renamed table's. */
function isStill(key: Key, read: Catalog, { live, now }: { live: Catalog; now: (key: Key) => Key }): boolean {
  const [is, then] = [read.objects.get(key)?.address, live.objects.get(now(key))?.address];
  return is === undefined || then === undefined || (is.oid === then.oid && is.catalog === then.catalog);
}

const secretGone = (message: string): Diagnostic => ({ level: 'warning', code: 'secrets', message });

async function planned(project: Project, aimAt: (place: Place) => Promise<Aim>): Promise<Planned> {
  const environment = await loadEnvironment(project.dir, project.name, project.env, {
    noEmbedded: project.noEmbedded ?? false,
  });
  const session = await connect(project, environment);
  try {
    const snapshot = await takeSnapshot(session);
    const place = { environment, session, read: await readCatalog(session) };
    const aim = await aimAt(place);
    const { result, close } = await resultOf(place, aim);
    const { verify } = environment;
    const leaves = aim.kind === 'rollback' && verify.sql.length > 0;
    return {
      environment: leaves ? { ...environment, verify: { ...verify, sql: [] } } : environment,
      session,
      live: aim.live,
      plan: result.plan,
      result,
      snapshot,
      kind: aim.kind,
      source: aim.id,
      searchPath: searchPathOf(platformOf(environment.platform)),
      notes: [
        ...(await notes(session, result)),
        ...(leaves ? ['verify.sql asks about the state that a rollback leaves: it is not asked'] : []),
      ],
      close: async () => {
        await close();
        await aim.backup?.close();
        await session.close();
      },
    };
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function resultOf(
  { environment, session, read }: Place,
  aim: Aim,
): Promise<Pick<Planned, 'result' | 'close'>> {
  const desired: Catalog = { ...aim.live, objects: aim.objects };
  const [who] = await session.query<{ name: string }>('select current_user::text as name');
  const keep = resolveSet('keep', environment.keep, aim.live, environment.schemas ?? ['public']).keys;
  const computed = computePlan({
    environment: environment.name,
    live: aim.live,
    read,
    desired,
    schemas: environment.schemas,
    platform: platformOf(environment.platform),
    keep: new Set([...keep].filter((key) => !aim.objects.has(key) && !aim.drop.has(key))),
    drop: aim.drop,
    dropAt: new Map(),
    renames: aim.renames,
    renameSteps: aim.steps,
    unlisted: 'keep',
    strict: false,
    how: 'drop',
    guard: environment.guard,
    defaultOwner: environment.owner,
    connecting: who?.name ?? '',
    refusals: [],
    diagnostics: [],
  });
  const { steps, empty } = withRows(computed.steps, {
    id: aim.id,
    tables: aim.backup?.manifest.tables ?? [],
    sequences: aim.backup?.manifest.sequences ?? [],
    parked: aim.undo.parked,
    source: aim.backup?.source ?? null,
    live: aim.live,
    objects: aim.objects,
  });
  const rows = steps.filter(({ step }) => step.action === 'rows').length;
  const lacking = empty.map(
    (key): Diagnostic => ({
      level: 'warning',
      code: 'no_rows',
      message: `${key} comes back empty: no backup holds its rows`,
    }),
  );
  const same = sameByScratch(session, environment, aim.live, desired);
  if (steps.some(({ step }) => step.action === 'create' && mayPrintDifferently(step.object.kind)))
    await same.prepare();
  return {
    result: {
      ...computed,
      plan: {
        ...computed.plan,
        steps: steps.map(({ step }) => step),
        summary: { ...computed.plan.summary, rows },
        diagnostics: [...aim.diagnostics, ...lacking],
        unlisted: [],
      },
      steps,
      sizes: await sizesOf(session, steps, aim.live),
      live: aim.live,
      same: same.same,
      undo: undoOf({
        read,
        live: aim.live,
        expected: computed.expected,
        after: computed.after,
        renames: aim.renames,
        parked: [],
      }),
    },
    close: same.close,
  };
}

/** Whether objects of a kind are defined by SQL text, which PostgreSQL may print in another way when it reads it again. */
const mayPrintDifferently = (kind: string): boolean =>
  Object.values(kindOf(kind).attributes).some((rule) => rule.definition === true);
