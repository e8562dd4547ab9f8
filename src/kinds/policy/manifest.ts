import { quoteIdent } from '../../model/id.js';
import type { Of } from '../kind.js';
import { type Entry, mapOf } from '../manifest.js';
import { bare, inParentheses, lowered } from '../words.js';
import type { PolicyAttributes } from './index.js';

/** pg_policy.polcmd. */
export const COMMANDS: Record<string, string> = {
  '*': 'all',
  r: 'select',
  a: 'insert',
  w: 'update',
  d: 'delete',
};

export function policyEntry(o: Of<PolicyAttributes>): Entry {
  const a = o.attributes;
  const command = COMMANDS[a.command] ?? 'all';
  const named = a.roles.map((role) => (role === 'PUBLIC' ? 'public' : quoteIdent(role)));
  const [using, check] = [a.using, a.withCheck].map((text) => (text === null ? null : lowered(text)));
  const parts = [
    ...(a.permissive ? [] : ['as restrictive']),
    `for ${command} to ${named.join(', ')}`,
    ...(using == null ? [] : [`using ${inParentheses(using)}`]),
    ...(check == null ? [] : [`with check ${inParentheses(check)}`]),
  ];
  return {
    clause: parts.join(parts.join(' ').length > 100 ? '\n' : ' '),
    map: mapOf({
      as: a.permissive ? undefined : 'restrictive',
      for: command,
      to: a.roles.map((role) => (role === 'PUBLIC' ? 'public' : role)),
      using: using == null ? undefined : bare(using),
      with_check: check == null ? undefined : bare(check),
    }),
  };
}
