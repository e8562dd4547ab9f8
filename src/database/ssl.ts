import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { userError } from '../model/errors.js';

/** libpq's modes, https://www.postgresql.org/docs/current/libpq-ssl.html */
export const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof SSL_MODES)[number];

export interface SslSettings {
  readonly mode: SslMode;
  /** A file, or `system` for Node's own list of authorities. */
  readonly rootCertificate: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/** What is tried in turn: TLS options, or `false` for a plain connection. A Unix socket is always plain. */
export function sslAttempts(settings: SslSettings, host: string): (ConnectionOptions | false)[] {
  if (host.startsWith('/') || settings.mode === 'disable') return [false];
  const encrypted = tlsOptions(settings);
  if (settings.mode === 'allow') return [false, encrypted];
  if (settings.mode === 'prefer') return [encrypted, false];
  return [encrypted];
}

/** As in libpq, `require` verifies the authority once a root certificate is named; without one only verify-* modes verify. */
function tlsOptions(settings: SslSettings): ConnectionOptions {
  const { mode, rootCertificate } = settings;
  const own = settings.certificate === undefined ? {} : { cert: readPem(settings.certificate) };
  const key = settings.key === undefined ? {} : { key: readPem(settings.key) };
  const base = { ...own, ...key };
  const verifies = mode.startsWith('verify') || (mode === 'require' && rootCertificate !== undefined);
  if (!verifies) return { ...base, rejectUnauthorized: false };
  const standard = join(homedir(), '.postgresql', 'root.crt');
  const file = rootCertificate ?? (existsSync(standard) ? standard : 'system');
  const ca = file === 'system' ? {} : { ca: readPem(file) };
  const anyHost = mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined };
  return { ...base, ...ca, ...anyHost, rejectUnauthorized: true };
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw userError('database_ssl', `the certificate file ${file} cannot be read`, {
      hint: 'check sslrootcert, sslcert and sslkey of the database URL, or PGSSLROOTCERT, PGSSLCERT and PGSSLKEY',
    });
  }
}
