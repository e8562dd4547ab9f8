import path from 'node:path';
import { type Problem, UserError } from '../model/errors.js';
import { Secret } from '../model/secret.js';
import type { Environment, EnvironmentOptions, Placed } from './environment_type.js';
import { database, duration, hazardLimits, onlineOf, queries, scratchOf } from './environment_values.js';
import { listFiles, readSource } from './files.js';
import type { EnvironmentFile } from './generated.js';
import { nearest } from './nearest.js';
import { checkEnvironment } from './schemas.js';
import { readSets, setConflicts } from './sets.js';
import { Source } from './source.js';
import { Substitution, type Variables } from './substitute.js';
import { parseYaml } from './yaml/parse.js';
import { get, items, scalar, type Value } from './yaml/tree.js';

/** Where backups go when an environment does not say: a folder, relative to the project's. */
export const BACKUPS = '.reconcile/backups';

/** Names of the environments of a project, sorted. */
export async function environmentNames(dir: string): Promise<string[]> {
  const files = (await listFiles(dir, 'environments')) ?? [];
  return files
    .filter((file) => /^environments\/[^/]+\.ya?ml$/.test(file))
    .map((file) => path.posix.parse(file).name);
}

/** Loads environments/NAME.yaml. Throws a UserError with all its problems. */
export async function loadEnvironment(
  dir: string,
  name: string,
  env: Variables,
  options: EnvironmentOptions = {},
): Promise<Environment> {
  const source = await findFile(dir, name);
  const problems: Problem[] = [];
  const { documents, problems: found } = parseYaml(source);
  problems.push(...found);
  const [document, second] = documents;
  if (second !== undefined) {
    problems.push(
      source.problemAt(
        'yaml',
        'an environment file holds one document',
        second.at,
        'one file per environment',
      ),
    );
  }
  if (document === undefined) {
    if (problems.length === 0)
      problems.push(
        source.problem('missing-key', 'the environment file is empty', 0, `begin with: environment: ${name}`),
      );
    throw new UserError(problems);
  }
  const checked = checkEnvironment(document, source);
  problems.push(...checked.problems);
  const environment =
    checked.data === null ? null : build(source, document, checked.data, name, env, options, problems);
  if (environment === null || problems.length > 0) throw new UserError(problems);
  return environment;
}

async function findFile(dir: string, name: string): Promise<Source> {
  const names = await environmentNames(dir);
  const file = (await listFiles(dir, 'environments'))?.find(
    (one) => /^environments\/(.+)\.ya?ml$/.exec(one)?.[1] === name,
  );
  if (file === undefined) {
    const near = nearest(name, names);
    const known =
      names.length === 0
        ? 'there is no environment yet: reconcile init makes one'
        : `environments: ${names.join(', ')}`;
    const at = { file: `environments/${name}.yaml`, line: 1, column: 1 };
    const hint = near === undefined ? known : `did you mean ${near}?`;
    throw new UserError([{ code: 'no-environment', message: `there is no environment ${name}`, hint, at }]);
  }
  const source = await readSource(dir, file);
  if (source instanceof Source) return source;
  throw new UserError([source]);
}

function build(
  source: Source,
  document: Value,
  data: EnvironmentFile,
  name: string,
  env: Variables,
  options: EnvironmentOptions,
  problems: Problem[],
): Environment {
  const at = (key: string): Value | undefined => get(document, key);
  const substitution = new Substitution(source, env, options.ignoreVariables === true, problems);
  const placed = (value: Value | undefined): Placed[] =>
    items(value).flatMap((item) => (item.type === 'scalar' ? [{ text: item.text, at: item.at }] : []));
  const declared = scalar(at('environment'));
  if (declared !== undefined && declared.text !== name) {
    const message = `environment ${declared.text} is in the file of ${name}`;
    problems.push(
      source.problemAt(
        'environment-name',
        message,
        declared.at,
        `write environment: ${name}, or rename the file`,
      ),
    );
  }
  if (data.unlisted === 'drop' && data.state === undefined) {
    const place = at('unlisted')?.at ?? document.at;
    problems.push(
      source.problemAt(
        'missing-key',
        'unlisted: drop needs the key state',
        place,
        'state: [] says that nothing is declared',
      ),
    );
  }
  const keep = readSets(source, at('keep'), 'keep', problems);
  const drop = readSets(source, at('drop'), 'drop', problems);
  problems.push(...setConflicts(source, keep, drop));
  const scratch = data.scratch ?? 'auto';
  return {
    name,
    file: source.file,
    at: declared?.at ?? document.at,
    database: database(source, at('database'), substitution, options, problems),
    platform: substitution.text(scalar(at('platform'))),
    schemas:
      data.schemas === undefined
        ? null
        : items(at('schemas')).flatMap((item) => substitution.text(scalar(item)) ?? []),
    owner: substitution.text(scalar(at('owner'))),
    state: placed(at('state')),
    unlisted: data.unlisted ?? 'report',
    keep,
    drop,
    how: data.drop?.how ?? 'drop',
    guard: {
      destructive: data.guard?.destructive ?? 'confirm',
      backup: data.guard?.backup ?? 'auto',
      lockTimeout: duration(source, get(at('guard'), 'lock_timeout'), 5_000, problems),
      statementTimeout: duration(source, get(at('guard'), 'statement_timeout'), 300_000, problems),
      lockRetries: data.guard?.lock_retries ?? 3,
      frozen: data.guard?.frozen ?? false,
      hazards: hazardLimits(source, get(at('guard'), 'hazards'), problems),
      maxLocked:
        data.guard?.max_locked === undefined
          ? null
          : duration(source, get(at('guard'), 'max_locked'), 0, problems),
    },
    online: onlineOf(source, at('online'), problems),
    after: {
      notify: { ...data.after?.notify },
      analyze: data.after?.analyze ?? false,
      sql: placed(get(at('after'), 'sql')),
    },
    scratch: scratchOf(source, scratch, scalar(at('scratch')), substitution, problems),
    backups: substitution.text(scalar(at('backups'))) ?? BACKUPS,
    backupsSet: at('backups') !== undefined,
    retention: {
      daily: data.retention?.daily ?? 7,
      weekly: data.retention?.weekly ?? 4,
      monthly: data.retention?.monthly ?? 3,
      parked: data.retention?.parked ?? 30,
    },
    verify: {
      sql: queries(source, get(at('verify'), 'sql'), problems),
      http: items(get(at('verify'), 'http')).flatMap((item) => {
        const url = scalar(get(item, 'url'));
        const status = scalar(get(item, 'status'))?.value;
        const text = substitution.text(url);
        return url === undefined || text === null
          ? []
          : [{ url: new Secret(text), status: typeof status === 'number' ? status : 200, at: url.at }];
      }),
    },
  };
}
