import type { Problem } from '../model/errors.js';
import { Secret } from '../model/secret.js';
import { splitStatements } from '../sql/index.js';
import type { Environment, EnvironmentOptions, Placed } from './environment_type.js';
import { listed, nearest } from './nearest.js';
import type { Source } from './source.js';
import type { Substitution } from './substitute.js';
import { get, items, scalar, type Value } from './yaml/tree.js';

const EXAMPLE = '${DATABASE_URL}';

/** Where the environment lives, with the fall-back decided. */
export function database(
  source: Source,
  value: Value | undefined,
  substitution: Substitution,
  options: EnvironmentOptions,
  problems: Problem[],
): Environment['database'] {
  const written = scalar(value) ?? scalar(get(value, 'url'));
  const embedded = substitution.text(scalar(get(value, 'embedded')));
  const said = (key: string): string | null => substitution.text(scalar(get(get(value, 'expect'), key)));
  const expect = {
    name: said('name'),
    systemIdentifier: said('system_identifier'),
    projectRef: said('project_ref'),
  };
  const place = value?.at ?? { file: source.file, line: 1, column: 1 };
  if (written === undefined) {
    if (embedded === null) {
      problems.push(
        source.problemAt('missing-key', 'database needs the key url or embedded', place, `url: "${EXAMPLE}"`),
      );
    } else if (options.noEmbedded === true) {
      problems.push(
        source.problemAt(
          'no-embedded',
          'only an embedded database is given, and --no-embedded forbids it',
          place,
        ),
      );
    }
    return { url: null, embedded, variable: null, expect };
  }
  const variable = substitution.firstName(written);
  const fallback = embedded !== null && options.noEmbedded !== true;
  const text = fallback && substitution.unset(written) !== null ? null : substitution.text(written);
  if (text !== null && variable === null && !/^postgres(ql)?:\/\//.test(text)) {
    problems.push(
      source.problemAt(
        'not-a-value',
        'database.url must be a postgres:// URL',
        written.at,
        `postgres://USER@HOST:5432/DATABASE, best from ${EXAMPLE}`,
      ),
    );
  }
  return { url: text === null ? null : new Secret(text), embedded, variable, expect };
}

const SCRATCH = ['auto', 'server', 'embedded'] as const;

export function scratchOf(
  source: Source,
  written: string,
  value: Value | undefined,
  substitution: Substitution,
  problems: Problem[],
): Environment['scratch'] {
  const word = SCRATCH.find((one) => one === written);
  if (word !== undefined) return word;
  const text = substitution.text(scalar(value)) ?? '';
  if (!/^postgres(ql)?:\/\//.test(text) && substitution.firstName(scalar(value)) === null) {
    const near = nearest(written, SCRATCH);
    const message = `scratch must be ${listed([...SCRATCH, 'a postgres:// URL'])}`;
    problems.push(
      source.problemAt(
        'not-a-value',
        message,
        value?.at ?? { file: source.file, line: 1, column: 1 },
        near && `did you mean ${near}?`,
      ),
    );
  }
  return new Secret(text);
}

const UNITS: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A time as PostgreSQL writes it, in milliseconds. */
export function duration(
  source: Source,
  value: Value | undefined,
  otherwise: number,
  problems: Problem[],
): number {
  const written = scalar(value);
  if (written === undefined) return otherwise;
  const found = /^(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?$/.exec(written.text.trim());
  const time = Number(found?.[1]) * (UNITS[found?.[2] ?? 'ms'] ?? 1);
  if (found !== null && time <= 2_147_483_647) return Math.ceil(time);
  problems.push(
    source.problemAt(
      'not-a-value',
      `${written.text} is no time`,
      written.at,
      'a number and us, ms, s, min, h or d: 5s, 500ms, 5min',
    ),
  );
  return otherwise;
}

const BYTES: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** `guard.hazards`: the bytes from which each kind is forbidden. */
export function hazardLimits(
  source: Source,
  value: Value | undefined,
  problems: Problem[],
): Record<string, number> {
  return limitsOf(source, value, 'forbid', problems);
}

const ONLINE = ['indexes', 'constraints', 'enum_values'];

/** `online:` the bytes of a table from which each entry is done so; `true` and a list: from the first. */
export function onlineOf(
  source: Source,
  value: Value | undefined,
  problems: Problem[],
): Record<string, number> {
  if (value?.type === 'map') return limitsOf(source, value, 'allow', problems);
  const word = scalar(value)?.value;
  const listed = typeof word === 'boolean' ? [] : items(value).flatMap((item) => scalar(item)?.text ?? []);
  const all = word === true;
  return Object.fromEntries((all ? ONLINE : listed).map((entry) => [entry, 0]));
}

/** Sizes by key; `always` counts as 0 bytes, its opposite leaves the key out. */
function limitsOf(
  source: Source,
  value: Value | undefined,
  always: 'allow' | 'forbid',
  problems: Problem[],
): Record<string, number> {
  const never = always === 'allow' ? 'forbid' : 'allow';
  const limits: Record<string, number> = {};
  for (const { key, value: written } of value?.type === 'map' ? value.entries : []) {
    const text = scalar(written)?.text.trim() ?? '';
    const size = /^(\d+(?:\.\d+)?)\s*(B|kB|MB|GB|TB)?$/.exec(text);
    if (text === always) limits[key] = 0;
    else if (size !== null) limits[key] = Number(size[1]) * (BYTES[size[2] ?? 'B'] ?? 1);
    else if (text !== never)
      problems.push(
        source.problemAt('not-a-value', `${text} is no limit`, written.at, 'allow, forbid, or a size: 100MB'),
      );
  }
  return limits;
}

/** What `verify.sql` asks: one query each, for it is run read-only. */
export function queries(source: Source, value: Value | undefined, problems: Problem[]): Placed[] {
  return items(value).flatMap((item) => {
    if (item.type !== 'scalar') return [];
    const { statements } = splitStatements(item.text);
    const [first, ...more] = statements;
    const start = /^[\s(]*(select|with|values|table)\b/i.test(first?.sql ?? '');
    if (!start || more.length > 0) {
      const message = 'verify.sql takes one query each: SELECT, WITH, VALUES or TABLE';
      const hint =
        more.length > 0
          ? 'give every query an entry of its own'
          : 'what changes something belongs to after.sql';
      problems.push(source.problemAt('not-a-value', message, item.at, hint));
    }
    return [{ text: item.text, at: item.at }];
  });
}
