import type { Spelling } from './kind.js';

/** `CURRENT_USER on …`: who that is, the scratch's role knows. For kinds whose name begins with a role's. */
export const currentRole: Spelling = {
  texts: (ref) => {
    const rest = /^(?:CURRENT_USER|CURRENT_ROLE|SESSION_USER)( on .*)$/s.exec(ref.name)?.[1];
    return rest === undefined ? [] : [rest];
  },
  find: 'array[(select r.oid from pg_roles r where r.rolname = current_user)]',
  sql: 'pg_get_userbyid(q.found[1])::text || q.a',
  field: 'name',
};
