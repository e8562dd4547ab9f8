import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Diagnostic, Refusal } from '../model/plan.js';
import type { Context } from './context.js';
import { planObject } from './object.js';
import type { Blocker, Work } from './work.js';

export interface Guard {
  readonly destructive: 'allow' | 'confirm' | 'forbid';
  readonly frozen: boolean;
}

/** What each blocker stands on and how to get out of it. */
export function blockerRefusals(blockers: readonly Blocker[], context: Context): Refusal[] {
  // A view hangs on its table and on each of the columns that it names.
  const once = new Map(blockers.map((one) => [`${one.why} ${one.gone} ${one.standing.key}`, one]));
  return [...once.values()].map(({ gone, standing, why }) => {
    const fate = context.fates.get(standing.key) ?? 'outside';
    const what = why === 'dropped' ? `${gone} is to be dropped` : `${gone} has to be dropped and made anew`;
    return {
      code: why === 'dropped' ? 'dependent_outside_drop_set' : 'dependent_not_ours',
      message: `${what}, but ${standing.key} (${WORDS[fate] ?? fate}) stands on it`,
      object: planObject(standing.id),
      hint:
        why === 'untied'
          ? `list ${standing.key} under drop:, or say in state what it is to be`
          : why === 'dropped'
            ? `list ${standing.key} under drop:, change it so that it no longer needs ${gone}, or do not drop ${gone}`
            : `${standing.key} is not reconcile's to rebuild: change it by hand first, or leave ${gone} as it is`,
    };
  });
}

const WORDS: Record<string, string> = {
  declared: 'declared',
  kept: 'in the keep set',
  platform: "the platform's",
  extension: "an extension's",
  unlisted: 'unlisted',
  outside: 'outside the scope',
};

export function unlistedRefusals(
  unlisted: readonly Key[],
  objects: ReadonlyMap<Key, CatalogObject>,
  declared: ReadonlyMap<Key, CatalogObject>,
): Refusal[] {
  return unlisted.flatMap((key) => {
    const object = objects.get(key);
    // What stands in sections of a declared object that state leaves out is nobody's business.
    if (object === undefined || declared.has(object.parent ?? '')) return [];
    return {
      code: 'unlisted',
      message: `${key} is in the database but in no set, and the environment says unlisted: refuse`,
      object: planObject(object.id),
      hint: 'declare it, or name it under keep: or drop:',
    };
  });
}

/** Owners that neither the database nor the state has: one refusal each. */
export function ownerRefusals({ changes, live, desired }: Context): Refusal[] {
  const made = new Set(
    [...desired.objects.values()].flatMap(({ address, id }) =>
      address.catalog === 'pg_authid' ? [id.name] : [],
    ),
  );
  const theirs = new Map<string, CatalogObject[]>();
  for (const { action, owner, after } of changes.values()) {
    const name = action === 'create' || owner ? (after?.owner ?? null) : null;
    if (after === null || name === null || live.roles.has(name) || made.has(name)) continue;
    theirs.set(name, [...(theirs.get(name) ?? []), after]);
  }
  return [...theirs].flatMap(([name, [first, ...more]]) =>
    first === undefined
      ? []
      : {
          code: 'no_such_owner',
          message: `${place(first)}there is no role ${name}, but it is to own ${first.key}${more.length > 0 ? ` and ${more.length} more` : ''}`,
          object: planObject(first.id),
          hint: 'declare the role in state, make it by hand first, or name another owner',
        },
  );
}

/** Where state says it. */
const place = ({ declaration }: CatalogObject): string =>
  declaration == null || declaration.at.file === ''
    ? ''
    : `${declaration.at.file}:${declaration.at.line}:${declaration.at.column}: `;

/** What state makes or changes on something that it does not declare, and that would be dropped for that. */
export function neededRefusals({ changes, desired }: Context): Refusal[] {
  const refusals = new Map<string, Refusal>();
  for (const { after } of changes.values()) {
    if (after === null) continue;
    const needs = after.dependsOn.flatMap(({ on, type }) => (type === 'body' ? [] : on));
    for (const on of after.parent === null ? needs : [after.parent, ...needs]) {
      const gone = desired.objects.has(on) ? undefined : changes.get(on);
      if (gone?.action !== 'drop' || gone.before === null) continue;
      const holder = gone.before.parent === null ? on : gone.before.parent;
      refusals.set(`${after.key} ${holder}`, {
        code: 'needs_dropped',
        message: `${after.key} needs ${holder}, which state does not declare: it is to be dropped`,
        object: planObject(after.id),
        hint: `declare ${holder} in state, or list it under keep:`,
      });
    }
  }
  return [...refusals.values()];
}

/** Why nothing at all may be changed; empty where it may. */
export const frozenRefusals = ({ frozen }: Guard): Refusal[] =>
  frozen
    ? [
        {
          code: 'frozen',
          message: 'the environment is frozen (guard.frozen: true): nothing may be changed',
          hint: 'set guard.frozen to false to apply',
        },
      ]
    : [];

export function guardRefusals(works: readonly Work[], guard: Guard): Refusal[] {
  const refusals: Refusal[] = [];
  if (works.length > 0) refusals.push(...frozenRefusals(guard));
  const destructive = works.filter((work) => work.destructive);
  if (guard.destructive === 'forbid') {
    for (const work of destructive) {
      refusals.push({
        code: 'destructive_forbidden',
        message: `${work.verb} ${work.object.key} would lose data, and guard.destructive is forbid`,
        object: planObject(work.object.id),
        hint: 'take it out of the plan, or set guard.destructive to confirm',
      });
    }
  }
  return refusals;
}

/** What --strict does not let pass → what to do. */
const STRICT: Readonly<Record<string, string>> = {
  unmanaged_kind: 'drop it',
  statement_without_effect: 'take them out of state',
};

/** What is left over once everything is accounted for: objects of kinds that are not managed. */
export function strictRefusals(diagnostics: readonly Diagnostic[]): Refusal[] {
  return diagnostics
    .filter(({ code }) => Object.hasOwn(STRICT, code))
    .map(({ code, message, object, file, line }) => ({
      code,
      message: file === undefined ? message : `${file}:${line}: ${message}`,
      ...(object === undefined ? {} : { object }),
      hint: `${STRICT[code]}, or run without --strict`,
    }));
}
