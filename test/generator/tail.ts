import type { Dice } from './dice.js';
import { literal, quote, TEXTS } from './names.js';
import { ROLES } from './world.js';

const [COMMENT, OWNER, GRANT, GRANTEE] = [22, 23, 24, 25];

export interface Tail {
  /** What COMMENT ON and ALTER call it, with its name. */
  readonly on: string;
  /** The same for GRANT; none without privileges. */
  readonly grantOn?: string;
  readonly privileges?: readonly string[];
  readonly owned?: boolean;
}

/** Comment, privileges and owner, which are the same for all kinds. */
export function tail(dice: Dice, { on, grantOn, privileges = [], owned = false }: Tail): string[] {
  const sql = [...comment(dice, on)];
  if (owned && dice.flag(OWNER, 4)) sql.push(`alter ${on} owner to ${role(dice.at(OWNER) >> 2)}`);
  if (grantOn !== undefined && dice.flag(GRANT, 3)) sql.push(...grants(dice, grantOn, privileges));
  return sql;
}

export function comment(dice: Dice, on: string): string[] {
  return dice.flag(COMMENT, 4) ? [`comment on ${on} is ${literal(dice.pick(COMMENT, TEXTS))}`] : [];
}

export const role = (number: number): string => quote(ROLES[number % ROLES.length] ?? '');

function grants(dice: Dice, on: string, privileges: readonly string[]): string[] {
  const one = privileges[dice.at(GRANTEE) % privileges.length] ?? 'all';
  const grantee = dice.flag(GRANTEE, 5) ? 'public' : role(dice.at(GRANTEE));
  const option = grantee !== 'public' && dice.flag(GRANTEE, 3) ? ' with grant option' : '';
  const sql = [`grant ${dice.flag(GRANT, 4) ? 'all' : one} on ${on} to ${grantee}${option}`];
  if (dice.at(GRANT) % 5 === 0) sql.push(`grant ${one} on ${on} to ${role(dice.at(GRANTEE) + 1)}`);
  if (dice.at(GRANT) % 7 === 0) sql.push(`revoke all on ${on} from public`);
  if (dice.at(GRANT) % 11 === 0) sql.push(`revoke ${one} on ${on} from postgres`);
  return sql;
}
