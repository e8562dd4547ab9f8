import { quoteIdent } from '../../model/id.js';

/** A role as policies and grants name it: PUBLIC and the CURRENT_… words are no identifiers. */
export function roleName(role: string): string {
  return /^(public|current_user|current_role|session_user)$/i.test(role)
    ? role.toLowerCase()
    : quoteIdent(role);
}
