import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { parse } from 'pg-connection-string';
import { userError } from '../model/errors.js';
import { SSL_MODES, type SslMode, type SslSettings } from './ssl.js';

/** Where to connect and as whom, with libpq's defaults and PG* variables filled in. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string | undefined;
  /** The user's own start-up options (`options=` or PGOPTIONS); ours are never sent at start-up. */
  readonly options: string | undefined;
  readonly ssl: SslSettings;
  /** Milliseconds. */
  readonly connectTimeout: number;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Settings = Readonly<Record<string, string>>;

/** `database NAME on HOST as USER`; never a password. */
export function labelOf(target: Target): string {
  const port = target.port === 5432 ? '' : `:${target.port}`;
  return `database ${target.database} on ${target.host}${port} as ${target.user}`;
}

/**
 * Reads a connection URL; what it leaves open comes from its service, then from PG* variables, then from libpq's defaults.
 * Throws a UserError that does not repeat the URL.
 */
export function targetOf(url: string, env: Environment, connectTimeout: number): Target {
  const given = urlSettings(url);
  const service = given.service ?? env.PGSERVICE;
  const settings: Settings = { ...(service === undefined ? {} : serviceSettings(service, env)), ...given };
  const pick = (key: string, variable: string): string | undefined =>
    nonEmpty(settings[key]) ?? nonEmpty(env[variable]);
  const user = pick('user', 'PGUSER') ?? userInfo().username;
  const port = Number(pick('port', 'PGPORT') ?? 5432);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw userError('database_url', 'the port of the database URL is no number from 1 to 65535');
  }
  const seconds = Number(pick('connect_timeout', 'PGCONNECT_TIMEOUT') ?? 0);
  return {
    host: pick('host', 'PGHOST') ?? 'localhost',
    port,
    user,
    database: pick('database', 'PGDATABASE') ?? user,
    password: pick('password', 'PGPASSWORD'),
    options: pick('options', 'PGOPTIONS'),
    ssl: {
      mode: sslMode(pick('sslmode', 'PGSSLMODE') ?? sslFlag(settings.ssl)),
      rootCertificate: pick('sslrootcert', 'PGSSLROOTCERT'),
      certificate: pick('sslcert', 'PGSSLCERT'),
      key: pick('sslkey', 'PGSSLKEY'),
    },
    connectTimeout: seconds > 0 ? seconds * 1000 : connectTimeout,
  };
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}

/** The URL's parts by libpq's names. SSL parameters are kept from the parser, which would open files and print warnings. */
function urlSettings(url: string): Record<string, string> {
  if (!/^postgres(ql)?:\/\//i.test(url)) {
    throw userError('database_url', 'the database URL does not begin with postgresql:// or postgres://', {
      hint: 'write postgresql://USER:PASSWORD@HOST:PORT/DATABASE',
    });
  }
  const [base = '', query = ''] = url.split(/\?(.*)/s);
  const parameters = new URLSearchParams(query);
  const settings: Record<string, string> = {};
  for (const key of [...parameters.keys()].filter((name) => name.startsWith('ssl'))) {
    settings[key] = parameters.get(key) ?? '';
    parameters.delete(key);
  }
  const parsed = ((): Record<string, unknown> => {
    try {
      return {
        ...parse(parameters.size === 0 ? base : `${base}?${parameters.toString().replaceAll('+', '%20')}`),
      };
    } catch {
      throw userError('database_url', 'the database URL cannot be read', {
        hint: 'percent-encode special characters in the password: @ is %40, / is %2F, # is %23',
      });
    }
  })();
  for (const [key, value] of Object.entries(parsed)) {
    if (typeof value === 'string' && value !== '') settings[key === 'dbname' ? 'database' : key] = value;
  }
  return settings;
}

/** One section of the connection service file (PGSERVICEFILE or ~/.pg_service.conf). */
function serviceSettings(service: string, env: Environment): Record<string, string> {
  const file = env.PGSERVICEFILE ?? join(homedir(), '.pg_service.conf');
  const settings: Record<string, string> = {};
  let found = false;
  let inside = false;
  for (const line of readLines(file)) {
    const section = /^\[(.*)\]$/.exec(line);
    if (section !== null) {
      inside = section[1] === service;
      found ||= inside;
    } else if (inside) {
      const [key = '', value = ''] = line.split(/=(.*)/s).map((part) => part.trim());
      if (key !== '' && !key.startsWith('#')) settings[key === 'dbname' ? 'database' : key] = value;
    }
  }
  if (!found) throw userError('database_service', `service ${service} is not defined in ${file}`);
  return settings;
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split(/\r?\n/)
      .map((line) => line.trim());
  } catch {
    return [];
  }
}

function sslFlag(flag: string | undefined): SslMode | undefined {
  if (flag === 'true' || flag === '1') return 'require';
  if (flag === 'false' || flag === '0') return 'disable';
  return undefined;
}

function sslMode(text: string | undefined): SslMode {
  if (text === undefined) return 'prefer';
  const mode = SSL_MODES.find((known) => known === text);
  if (mode === undefined) {
    throw userError('database_url', 'the sslmode of the database URL is not known', {
      hint: `one of ${SSL_MODES.join(', ')}`,
    });
  }
  return mode;
}
