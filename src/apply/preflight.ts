import type { Session } from '../database/session.js';
import type { CatalogObject } from '../model/catalog.js';
import { type Problem, UserError, userError } from '../model/errors.js';
import { compareText, type Key, quoteIdent, sqlName } from '../model/id.js';
import type { PlanResult, Requirement } from '../plan/result.js';
import { comes } from './coming.js';
import { stepKey } from './options.js';
import { type Answers, askServer, type Check } from './privileges.js';

/** One thing that the connecting role cannot do, and what mends it. */
export interface Lack {
  /** The objects it is needed for. */
  readonly objects: readonly Key[];
  /** Who owns them, where that is what matters. */
  readonly owner: string | null;
  /** The role that cannot. */
  readonly role: string;
  readonly message: string;
  /** SQL that mends it; empty where only a superuser or another connection can. */
  readonly mend: readonly string[];
}

/**
 * What the connecting role lacks for this plan: membership that it may SET ROLE by, and each step's requirements.
 * Asks the server once, changes nothing.
 */
export async function preflight(session: Session, result: PlanResult): Promise<Lack[]> {
  const checks = [...memberships(result), ...requirements(result), HISTORY];
  const answers = await askServer(session, checks);
  const failed = checks.flatMap((check, index): Failed[] =>
    answers.granted[index] !== false || comes(check, check.subject ?? answers.who, result)
      ? []
      : [
          {
            ...check,
            name: answers.names[index] ?? check.name,
            uninherited: answers.uninherited[index] ?? false,
          },
        ],
  );
  const groups = new Map<string, Failed[]>();
  for (const check of failed) {
    const what = ACTING.has(check.what) ? 'acting' : check.what;
    const name = `${what} ${check.subject ?? answers.who} ${check.role ?? check.oid ?? ''}`;
    groups.set(name, [...(groups.get(name) ?? []), check]);
  }
  return [...groups.values()].flatMap((group) => lackOf(group, answers, session.version, result));
}

interface Failed extends Check {
  /** A GRANT alone would not be inherited. */
  readonly uninherited: boolean;
}

/** What the same GRANT mends: a role to act as. */
const ACTING: ReadonlySet<Check['what']> = new Set(['membership', 'ownership', 'giving']);

/** For `plan`: what whoever connects like this could not apply. One line each. */
export async function notes(session: Session, result: PlanResult): Promise<string[]> {
  return (await preflight(session, result)).map((lack) => [lack.message, ...mending(lack)].join(' '));
}

/** For `apply`, before BEGIN. @throws UserError with every lack. */
export async function refuse(session: Session, result: PlanResult): Promise<void> {
  const [server] = await session.query<{ standby: boolean }>('select pg_is_in_recovery() as standby');
  if (server?.standby === true)
    throw userError(
      'standby',
      'The server is a hot standby, which can be planned on but not changed. Nothing was changed.',
      {
        hint: 'connect to the primary to apply',
      },
    );
  const lacks = await preflight(session, result);
  if (lacks.length === 0) return;
  throw new UserError(
    lacks.map((lack): Problem => {
      const hint = mending(lack).join(' ');
      return {
        code: 'privileges',
        message: `${lack.message} Nothing was changed.`,
        ...(hint === '' ? {} : { hint }),
      };
    }),
  );
}

function mending(lack: Lack): string[] {
  return lack.mend.length === 0 ? [] : [`Have it granted: ${lack.mend.join('; ')}`];
}

/** One check per role that steps run as, over all objects that need it. */
function memberships(result: PlanResult): Check[] {
  const objects = new Map<string, Key[]>();
  for (const { step } of result.steps) {
    if (step.role === null) continue;
    objects.set(step.role, [...(objects.get(step.role) ?? []), stepKey(step)]);
  }
  for (const { relation } of result.losses) {
    if (relation.owner === null || !objects.has(relation.owner)) continue;
    const keys = objects.get(relation.owner) ?? [];
    if (!keys.includes(relation.key)) keys.push(relation.key);
  }
  return [...objects].map(([role, keys]) => ({
    what: 'membership',
    subject: null,
    runner: null,
    role,
    catalog: null,
    oid: null,
    objects: [...new Set(keys)].sort(compareText),
    name: null,
  }));
}

function requirements(result: PlanResult): Check[] {
  const seen = new Set<string>();
  return result.steps.flatMap(({ step, requires }) =>
    requires.flatMap((requirement): Check[] => {
      const object = requirement.on === null ? undefined : result.live.objects.get(requirement.on);
      // What the plan itself makes cannot be asked about yet; whoever makes it has it.
      if (requirement.on !== null && object === undefined) return [];
      const check = checkOf(
        requirement.connecting === true ? null : step.role,
        requirement,
        object,
        stepKey(step),
      );
      const name = JSON.stringify(check);
      if (seen.has(name)) return [];
      seen.add(name);
      return [check];
    }),
  );
}

function checkOf(
  subject: string | null,
  requirement: Requirement,
  object: CatalogObject | undefined,
  key: Key,
): Check {
  return {
    what: requirement.what,
    subject: requirement.of ?? subject,
    runner: subject,
    role: requirement.role ?? (requirement.what === 'ownership' ? (object?.owner ?? null) : null),
    catalog: object?.address.catalog ?? null,
    oid: object?.address.oid ?? null,
    objects: [object?.key ?? key],
    name: object === undefined ? null : sqlName(object.id),
  };
}

/** History is written by the connecting role. */
const HISTORY: Check = {
  what: 'history',
  subject: null,
  runner: null,
  role: null,
  catalog: null,
  oid: null,
  objects: [],
  name: null,
};

function lackOf(group: readonly Failed[], answers: Answers, version: number, result: PlanResult): Lack[] {
  const first = group[0];
  if (first === undefined) return [];
  const role = first.subject ?? answers.who;
  const objects = [...new Set(group.flatMap((check) => check.objects))].sort(compareText);
  const listed = objects.join(', ');
  const lack = (message: string, mend: string[], owner: string | null = null): Lack[] => [
    { objects, owner, role, message, mend },
  ];
  const to = quoteIdent(role);
  const on = `${privilegeTarget(first)}${first.name ?? quoteIdent(answers.database)}`;
  switch (first.what) {
    case 'membership':
    case 'ownership':
    case 'giving': {
      const owner = first.role ?? '';
      const acted = owner === DATABASE_OWNER ? answers.databaseOwner : owner;
      const inherits = group.some(({ uninherited }) => uninherited);
      const words = version < 160000 ? '' : ` WITH ${inherits ? 'INHERIT TRUE, ' : ''}SET TRUE`;
      const grant = `GRANT ${quoteIdent(acted)} TO ${to}${words}`;
      const also = inherits && version < 160000 ? [`ALTER ROLE ${to} INHERIT`] : [];
      const danger = answers.superusers.has(acted)
        ? ` ${acted} is a superuser: as long as that grant stands, ${role} can do anything on this server, so take it back afterwards: REVOKE ${quoteIdent(acted)} FROM ${to}.`
        : '';
      const called = acted === owner ? owner : `${owner}, which is the database's owner ${acted}`;
      const what =
        objects.length === 0 ? `Steps run as ${called}` : belonging(objects, owner, called, result);
      return lack(`${what}, and ${role} may not act as ${acted}.${danger}`, [grant, ...also], owner);
    }
    case 'create':
    case 'usage':
    case 'references':
    case 'select':
    case 'trigger':
    case 'execute':
      return lack(
        `${role} lacks ${first.what.toUpperCase()} on ${first.name === null ? 'the database' : listed}.`,
        [`GRANT ${first.what.toUpperCase()} ON ${on} TO ${to}`],
      );
    case 'superuser':
      return lack(`${listed || 'A step'} can only be changed by a superuser, and ${role} is none.`, []);
    case 'createrole':
      return lack(`${listed || 'A step'} needs CREATEROLE, which ${role} lacks.`, [
        `ALTER ROLE ${to} CREATEROLE`,
      ]);
    case 'history':
      return lack(`${role} may not write the history (schema reconcile).`, historyGrants(to, answers));
  }
}

/** Nobody can be made a member of it: it is whoever owns the database. */
const DATABASE_OWNER = 'pg_database_owner';

/** Whose the objects are, or by the plan will be. */
function belonging(
  objects: readonly Key[],
  owner: string,
  called: string,
  { live, after }: PlanResult,
): string {
  const ownerOf = (key: Key): string | null => {
    const one = live.objects.get(key) ?? after.get(key);
    const holder = one?.parent == null ? one : (live.objects.get(one.parent) ?? after.get(one.parent));
    if (holder === undefined || holder.owner === null) return owner;
    return live.objects.has(holder.key) ? holder.owner : null;
  };
  const theirs = objects.filter((key) => ownerOf(key) === owner);
  const others = objects.filter((key) => ownerOf(key) !== owner);
  const say = (keys: readonly Key[], one: string, many: string): string[] =>
    keys.length === 0 ? [] : [`${keys.join(', ')} ${keys.length > 1 ? many : one} to ${called}`];
  return [...say(theirs, 'belongs', 'belong'), ...say(others, 'is to belong', 'are to belong')].join(', ');
}

function historyGrants(to: string, answers: Answers): string[] {
  if (!answers.recorded) return [`GRANT CREATE ON DATABASE ${quoteIdent(answers.database)} TO ${to}`];
  return [
    `GRANT USAGE ON SCHEMA reconcile TO ${to}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA reconcile TO ${to}`,
  ];
}

function privilegeTarget(check: Check): string {
  const words: Record<string, string> = {
    pg_namespace: 'SCHEMA ',
    pg_proc: 'FUNCTION ',
    pg_type: 'TYPE ',
    pg_language: 'LANGUAGE ',
    pg_foreign_data_wrapper: 'FOREIGN DATA WRAPPER ',
    pg_foreign_server: 'FOREIGN SERVER ',
  };
  return check.catalog === null ? 'DATABASE ' : (words[check.catalog] ?? '');
}
