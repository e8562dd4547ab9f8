import type { AccessChange, Plan } from '../model/plan.js';
import { rightCell } from '../plan/access/words.js';
import { oneLine } from './clean.js';
import { objectLabel } from './label.js';

/** Privileges in the order of the columns. */
export const PRIVILEGES = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE'] as const;

/** One cell of the access matrix. */
export interface AccessCell {
  readonly privilege: string;
  readonly text: string;
  readonly changed: boolean;
  readonly widened: boolean;
}

/** One role's line of one object. */
export interface AccessLine {
  readonly object: string;
  readonly role: string;
  /** Only privileges that the role has or had, or that some line of the plan has. */
  readonly cells: readonly AccessCell[];
}

/** The matrix of a plan: a line for each object and role, a cell for each privilege that occurs in it. */
export function accessLines(plan: Plan): AccessLine[] {
  const changes = plan.access ?? [];
  const used = PRIVILEGES.filter((privilege) =>
    changes.some(({ roles }) => roles.some(({ before, after }) => before[privilege] ?? after[privilege])),
  );
  return changes.flatMap(({ object, roles }) =>
    roles.map(({ role, before, after, changed, widened }) => ({
      object: objectLabel(object),
      role: oneLine(role),
      cells: used.map((privilege) => {
        const [had, has] = [rightCell(before[privilege]), rightCell(after[privilege])];
        const differs = changed.includes(privilege);
        const text = !differs ? has : had === has ? `${had}, redefined` : `${had} → ${has}`;
        return { privilege, text: oneLine(text), changed: differs, widened: widened.includes(privilege) };
      }),
    })),
  );
}

/** More objects than this with the very same access for a role share a line. */
export const SHARED = 5;

/** One role's line for one object, or for many. */
export interface AccessGroup extends Omit<AccessLine, 'object'> {
  readonly objects: readonly string[];
}

/** Lines with the very same access share one, where that saves more than it hides. */
export function groupAlike(lines: readonly AccessLine[]): AccessGroup[] {
  const groups = new Map<string, AccessLine[]>();
  for (const line of lines) {
    const key = JSON.stringify([line.role, line.cells]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  const shared = new Set([...groups.values()].filter((group) => group.length > SHARED).flat());
  return lines.flatMap((line) => {
    if (!shared.has(line)) return { ...line, objects: [line.object] };
    const group = groups.get(JSON.stringify([line.role, line.cells])) ?? [];
    return group[0] === line ? { ...line, objects: group.map(({ object }) => object) } : [];
  });
}

/** What is no matrix: whose rights an object acts with. */
export function actsAsText({ object, acts_as }: AccessChange): string | null {
  if (acts_as === undefined) return null;
  const who = (role: string | null): string =>
    role === null ? "the caller's rights" : `the rights of ${role}`;
  return oneLine(`${objectLabel(object)} acts with ${who(acts_as.after)} (before: ${who(acts_as.before)})`);
}

export function actsAsTexts(plan: Plan): string[] {
  return (plan.access ?? []).flatMap((change) => actsAsText(change) ?? []);
}

/** `3 roles on 2 objects; wider for anon, authenticated`; empty where no access changes. */
export function accessSummary(plan: Plan): string {
  const changes = plan.access ?? [];
  if (changes.length === 0) return '';
  const roles = [...new Set(changes.flatMap((change) => change.roles.map(({ role }) => role)))];
  const wider = roles.filter((role) =>
    changes.some((change) => change.roles.some((one) => one.role === role && one.widened.length > 0)),
  );
  const objects = `${changes.length} ${changes.length === 1 ? 'object' : 'objects'}`;
  const whose = roles.length === 0 ? '' : `: ${someRoles(roles)}`;
  return oneLine(
    `changes on ${objects}${whose}${wider.length === 0 ? '' : `; wider for ${someRoles(wider)}`}`,
  );
}

const SHOWN = 6;
const someRoles = (names: readonly string[]): string =>
  names.length <= SHOWN
    ? names.join(', ')
    : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
