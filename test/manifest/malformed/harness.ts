import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { SecondOpinion } from '../../../src/manifest/check.js';
import { formatProblem, loadEnvironment, validateProject } from '../../../src/manifest/index.js';
import { type Problem, UserError } from '../../../src/model/errors.js';

/** One thing that must be found: `path:line:column code`, and what the hint must say; `null` for no hint. */
export type Finding = readonly [place: string, hint: RegExp | string | null];

export interface Case {
  /** Files by path. `state/a/x.yaml` and the like; the environment `dev` uses bundle a unless it is given. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly found: readonly Finding[];
  /** Loads the environment with these variables instead of validating the project. */
  readonly env?: Readonly<Record<string, string>>;
  readonly noEmbedded?: boolean;
  /** A frame that must be printed exactly. */
  readonly frame?: string;
}

export const DEV = 'environments/dev.yaml';
const DEFAULT = 'environment: dev\ndatabase: { embedded: dev }\nstate: [a]\n';

/** Writes a project to a temporary folder, hands it over, and removes it. */
export async function inProject<T>(files: Case['files'], run: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(path.join(tmpdir(), 'reconcile-manifest-'));
  try {
    for (const [file, text] of Object.entries({ [DEV]: DEFAULT, ...files })) {
      await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
      await writeFile(path.join(dir, file), text);
    }
    return await run(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function problemsOf(one: Case, secondOpinion: SecondOpinion): Promise<readonly Problem[]> {
  return inProject(one.files, async (dir) => {
    if (one.env === undefined) return validateProject(dir, undefined, { secondOpinion });
    try {
      await loadEnvironment(dir, 'dev', one.env, { noEmbedded: one.noEmbedded ?? false });
      return [];
    } catch (error) {
      if (error instanceof UserError) return error.problems;
      throw error;
    }
  });
}

/** Refuses nothing to be asked: for cases whose SQL the parser itself accepts. */
export const neverAsked: SecondOpinion = async (statements) => {
  throw new Error(`asked about ${statements.join('; ')}`);
};

/** Runs cases; with SHOW=1 prints what the user sees. */
export function cases(list: Readonly<Record<string, Case>>, second: SecondOpinion = neverAsked): void {
  for (const [name, one] of Object.entries(list)) {
    test(name, async () => {
      const problems = await problemsOf(one, second);
      const frames = problems.map(formatProblem);
      if (process.env.SHOW !== undefined) console.log(`── ${name}\n${frames.join('\n\n')}`);
      const places = problems.map(({ at, code }) => `${at?.file}:${at?.line}:${at?.column} ${code}`);
      expect(places).toEqual(one.found.map(([place]) => place));
      for (const [index, [, hint]] of one.found.entries()) {
        if (hint === null) expect(problems[index]?.hint).toBeUndefined();
        else expect(problems[index]?.hint).toMatch(hint);
      }
      if (one.frame !== undefined) expect(frames[0]).toBe(one.frame);
    });
  }
}

/** A project whose only manifest is state/a/x.yaml. */
export function yaml(text: string, ...found: readonly Finding[]): Case {
  return {
    files: { 'state/a/x.yaml': text },
    found: found.map(([place, hint]) => [`state/a/x.yaml:${place}`, hint]),
  };
}

/** A project whose only state file is state/a/x.sql. */
export function sql(text: string, ...found: readonly Finding[]): Case {
  return {
    files: { 'state/a/x.sql': text },
    found: found.map(([place, hint]) => [`state/a/x.sql:${place}`, hint]),
  };
}

/** A project whose environment is given and whose bundle a is empty. */
export function environment(text: string, ...found: readonly Finding[]): Case {
  return {
    files: { [DEV]: text, 'state/a/.keep': '' },
    found: found.map(([place, hint]) => [`${DEV}:${place}`, hint]),
  };
}
