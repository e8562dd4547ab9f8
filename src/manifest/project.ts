import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Problem, UserError } from '../model/errors.js';
import { compareText } from '../model/id.js';
import type { Position } from '../model/position.js';
import { checkSyntax, type SecondOpinion } from './check.js';
import { duplicates, setClashes } from './cross.js';
import type { Collected } from './doc.js';
import { environmentNames, loadEnvironment } from './environment.js';
import type { Environment, Placed } from './environment_type.js';
import { listFiles, readSource } from './files.js';
import { loadSqlFiles } from './load_sql.js';
import { loadYaml } from './load_yaml.js';
import { nearest } from './nearest.js';
import { postgres18 } from './second_opinion.js';
import { Source } from './source.js';
import type { State } from './state.js';
import type { Variables } from './substitute.js';

export interface StateOptions {
  /** Asked where the parser refuses. Default: PostgreSQL 18 in-process. */
  readonly secondOpinion?: SecondOpinion;
  /** What `${NAME}` stands for where YAML may hold a secret. Default: it is left as it is, for what needs no database. */
  readonly variables?: Variables;
}

/** Files that are state; all others are left alone. */
const MANIFEST = /\.(ya?ml|sql)$/i;

interface Loaded {
  readonly state: State;
  readonly problems: readonly Problem[];
}

/** Loads the bundles that an environment names. Throws a UserError with all problems of the state. */
export async function loadState(
  dir: string,
  environment: Environment,
  options: StateOptions = {},
): Promise<State> {
  const { state, problems } = await load(dir, environment, options);
  if (problems.length > 0) throw new UserError(sorted(problems));
  return state;
}

/**
 * Everything that needs no database, of one environment or of all and of bundles that none names.
 * Gives all problems, sorted by place; none means that the project is sound.
 */
export async function validateProject(
  dir: string,
  name?: string,
  options: StateOptions = {},
): Promise<readonly Problem[]> {
  const names = name === undefined ? await environmentNames(dir) : [name];
  const problems: Problem[] = [];
  if (names.length === 0) {
    const at = { file: 'environments', line: 1, column: 1 };
    problems.push({
      code: 'no-environment',
      message: 'there is no environment',
      at,
      hint: 'reconcile init makes one',
    });
  }
  const used = new Set<string>();
  for (const one of names) {
    try {
      const environment = await loadEnvironment(dir, one, {}, { ignoreVariables: true });
      for (const { text } of environment.state) used.add(text);
      problems.push(...(await load(dir, environment, options)).problems);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (name === undefined) {
    const rest = (await bundles(dir)).filter((bundle) => !used.has(bundle));
    problems.push(...(await strays(dir)));
    for (const bundle of rest) problems.push(...(await loadBundles(dir, [bundle], options)).problems);
  }
  return sorted(unique(problems));
}

/** Manifests beside the bundles: no environment could pick them. */
async function strays(dir: string): Promise<Problem[]> {
  const files = (await listFiles(dir, 'state')) ?? [];
  return files
    .filter((file) => file.split('/').length === 2 && MANIFEST.test(file))
    .map((file) => ({
      code: 'no-bundle',
      message: 'this file is in no bundle: no environment can pick it',
      hint: 'move it into a folder under state/',
      at: { file, line: 1, column: 1 },
    }));
}

/** Folders under state/. */
async function bundles(dir: string): Promise<string[]> {
  const found: Dirent[] = await readdir(path.join(dir, 'state'), { withFileTypes: true }).catch(() => []);
  return found
    .filter((one) => one.isDirectory() && !one.name.startsWith('.'))
    .map(({ name }) => name)
    .sort(compareText);
}

async function load(dir: string, environment: Environment, options: StateOptions): Promise<Loaded> {
  const missing: Problem[] = [];
  const known = await bundles(dir);
  const names: string[] = [];
  const lines = await lineReader(dir, environment.file);
  for (const bundle of environment.state) {
    const problem = bundleProblem(bundle, known, names, lines(bundle.at));
    if (problem === null) names.push(bundle.text);
    else missing.push(problem);
  }
  const { state, problems, line } = await loadBundles(dir, names, options);
  const place = (at: Position): string => (at.file === environment.file ? lines(at) : line(at));
  return { state, problems: [...missing, ...problems, ...setClashes(state.declared, environment, place)] };
}

function bundleProblem(
  bundle: Placed,
  known: readonly string[],
  seen: readonly string[],
  source: string,
): Problem | null {
  const base = { at: bundle.at, source };
  if (seen.includes(bundle.text)) {
    return {
      code: 'duplicate',
      message: `the bundle ${bundle.text} is listed twice`,
      ...base,
      hint: 'remove one of them',
    };
  }
  if (known.includes(bundle.text)) return null;
  const near = nearest(bundle.text, known);
  const list = known.length === 0 ? 'make the folder, or write state: []' : `bundles: ${known.join(', ')}`;
  const hint = near === undefined ? list : `did you mean ${near}?`;
  return { code: 'no-bundle', message: `there is no folder state/${bundle.text}`, ...base, hint };
}

async function lineReader(dir: string, file: string): Promise<(at: Position) => string> {
  const source = await readSource(dir, file);
  return (at) => (source instanceof Source ? source.line(at.line) : '');
}

async function loadBundles(
  dir: string,
  names: readonly string[],
  options: StateOptions,
): Promise<Loaded & { line(at: Position): string }> {
  const into: Collected = {
    statements: [],
    declared: [],
    problems: [],
    own: new Set(),
    variables: options.variables ?? null,
  };
  const sources = new Map<string, Source>();
  const sql: Source[] = [];
  for (const bundle of names) {
    for (const file of (await listFiles(dir, `state/${bundle}`)) ?? []) {
      if (!MANIFEST.test(file)) continue;
      const source = await readSource(dir, file);
      if (!(source instanceof Source)) {
        into.problems.push(source);
        continue;
      }
      sources.set(file, source);
      if (/\.sql$/i.test(file)) sql.push(source);
      else loadYaml(source, into);
    }
  }
  loadSqlFiles(sql, into);
  const checked = await checkSyntax(into.statements, into.own, options.secondOpinion ?? postgres18);
  const line = (at: Position): string => sources.get(at.file)?.line(at.line) ?? '';
  return {
    state: { statements: checked.statements, declared: into.declared },
    problems: [...into.problems, ...checked.problems, ...duplicates(into.declared, line)],
    line,
  };
}

function sorted(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      compareText(a.at?.file ?? '', b.at?.file ?? '') ||
      (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
      (a.at?.column ?? 0) - (b.at?.column ?? 0),
  );
}

function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((one) => [JSON.stringify([one.at, one.code, one.message]), one])).values()];
}
