import { UserError, userError } from '../model/errors.js';
import { scrub } from './secret.js';
import { labelOf, type Target } from './target.js';

/** What the server said: SQLSTATE, and where in the statement. Both engines throw errors of this shape. */
export interface DatabaseFailure extends Error {
  readonly code: string;
  /** 1-based position in the statement, in characters (code points), as text. */
  readonly position?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly where?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly internalPosition?: string;
  readonly internalQuery?: string;
}

/** The five-character SQLSTATE of an error that came from the database; `null` for any other. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return null;
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : null;
}

export function isDatabaseFailure(error: unknown): error is DatabaseFailure {
  return sqlState(error) !== null;
}

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'check that the server runs and listens on that host and port',
  ENOTFOUND: 'check the host name in the database URL',
  EAI_AGAIN: 'the name server does not answer; check the network',
  ETIMEDOUT: 'check that a firewall lets the connection through',
  EHOSTUNREACH: 'check the network',
  ENETUNREACH: 'check the network; a host that has only an IPv6 address needs an IPv6 route',
  ENOENT: 'there is no such Unix socket',
};

const CERTIFICATE = "name the certificate of the server's authority with sslrootcert in the database URL";
const UNVERIFIED: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
  SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
  DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
  ERR_TLS_CERT_ALTNAME_INVALID: 'connect by the host name that the certificate is for',
};

const REFUSED: Readonly<Record<string, string>> = {
  '28P01': 'check the password in the database URL, in PGPASSWORD or in .pgpass',
  '28000': "the server's pg_hba.conf does not let this user in from here",
  '3D000': 'check the name of the database, or create it',
  '53300': 'the server has no connection left; close some, or raise max_connections',
};

const UNKNOWN = 'check the user in the database URL: the role must be there and may log in';

export function isNetworkError(error: unknown): boolean {
  return NETWORK[codeOf(error)] !== undefined || messageOf(error).includes('timeout expired');
}

/** A failed connection in the user's terms. */
export function connectionError(error: unknown, target: Target, url: string): UserError {
  if (error instanceof UserError) return error;
  const code = codeOf(error);
  const unknown = code === '28000' && !messageOf(error).includes('pg_hba.conf');
  const hint = unknown ? UNKNOWN : (NETWORK[code] ?? REFUSED[code] ?? UNVERIFIED[code]);
  const reason = scrub(messageOf(error), url, target.password);
  return userError(
    'connection',
    `cannot connect to ${labelOf(target)}: ${reason}`,
    hint === undefined ? {} : { hint },
  );
}

function codeOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error && 'code' in first && typeof first.code === 'string' ? first.code : '';
}

/** Node reports a host with several addresses as an AggregateError without a message. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
