import type { Spelling } from './kind.js';

/** `CURRENT_USER on …`: who that is, the scratch's role knows. For kinds whose name begins with a role's. */
export const currentRole: Spelling = {
  texts: (ref) => {
    const rest = /^(?:CURRENT_USER|CURRENT_ROLE|SESSION_USER)( on .*)$/s.exec(ref.name)?.[1];
    return rest === undefined ? [] : [rest];
  },
  sql: 'current_user || q.a',
  field: 'name',
};
