import type { PurgePlan } from '../../backup/purge.js';
import { userError } from '../../model/errors.js';
import { oneLine } from '../../render/clean.js';
import { counted } from '../../render/label.js';
import type { Flow, Project } from '../flow.js';
import type { Io } from '../io.js';
import { projectOf, type RawOptions } from '../settings.js';

export interface PurgeSettings {
  readonly project: Project;
  readonly yes: boolean;
}

export function purgeSettings(name: string, options: RawOptions, io: Io): PurgeSettings {
  return { project: projectOf(name, options, io), yes: options.yes === true };
}

/** Shows what has aged out, asks, removes it. Exit code 1 where it was not agreed to. */
export async function purgeCommand({ project, yes }: PurgeSettings, io: Io, flow: Flow): Promise<number> {
  const { plan, done } = await flow.purge(project, async (found) => {
    io.out.write(purgeText(found));
    if (found.backups.length + found.parked.length === 0) return false;
    if (yes) return true;
    if (!io.interactive) {
      throw userError('unconfirmed', 'there is no terminal to confirm on', { hint: 'add --yes' });
    }
    const answer = await io.ask('Remove them for good? [y/N] ');
    return answer !== null && /^y(es)?$/i.test(answer.trim());
  });
  for (const name of plan.unknown)
    io.err.write(
      `note: ${oneLine(`reconcile_parked holds ${name}, of which the history knows nothing: it stays`)}\n`,
    );
  if (plan.backups.length + plan.parked.length === 0) return 0;
  if (!done) {
    io.err.write('not confirmed; nothing was removed\n');
    return 1;
  }
  io.out.write(`Removed ${sumText(plan)}.\n`);
  return 0;
}

const sumText = (plan: PurgePlan): string =>
  [
    ...(plan.backups.length === 0 ? [] : [counted(plan.backups.length, 'backup')]),
    ...(plan.parked.length === 0 ? [] : [counted(plan.parked.length, 'parked table')]),
  ].join(' and ');

function purgeText(plan: PurgePlan): string {
  const lines = [
    ...plan.backups.map(
      ({ id, place }) => `backup ${id} ${place.kind === 'database' ? 'in the database' : `in ${place.dir}`}`,
    ),
    ...plan.parked.map(({ name, by }) => `parked table ${name} (parked by ${by})`),
  ].map((line) => `- ${oneLine(line)}\n`);
  const kept = `${plan.kept} kept.\n`;
  return lines.length === 0
    ? `Nothing has aged out; ${kept}`
    : `${lines.join('')}${sumText(plan)} to remove; ${kept}`;
}
