import type { Flow } from '../flow.js';
import type { Io } from '../io.js';
import type { RawOptions } from '../settings.js';
import { type ApplySettings, applySettings, carryOut } from './apply.js';

export interface UndoSettings extends ApplySettings {
  /** The history entry; `null`: the last apply. */
  readonly id: string | null;
  /** Names of tables; none: everything. */
  readonly tables: readonly string[];
}

export function undoSettings(
  name: string,
  id: string | undefined,
  options: RawOptions,
  io: Io,
): UndoSettings {
  return { ...applySettings(name, options, io), id: id ?? null, tables: options.table ?? [] };
}

/** The inverse of an applied plan, shown and confirmed like any. */
export async function rollbackCommand(settings: UndoSettings, io: Io, flow: Flow): Promise<number> {
  const planned = await flow.planRollback({ ...settings.project, forApply: true }, settings.id);
  return carryOut(planned, settings, io, flow);
}

/** What an apply took away, brought back. */
export async function restoreCommand(settings: UndoSettings, io: Io, flow: Flow): Promise<number> {
  const planned = await flow.planRestore(
    { ...settings.project, forApply: true },
    settings.id ?? '',
    settings.tables,
  );
  return carryOut(planned, settings, io, flow);
}
