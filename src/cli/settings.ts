import { resolve } from 'node:path';
import type { Project } from './flow.js';
import type { Io } from './io.js';

/** Options as commander gives them, of all commands. */
export interface RawOptions {
  readonly dir?: string;
  readonly debug?: boolean;
  readonly embedded?: boolean;
  readonly out?: string;
  readonly format?: 'text' | 'markdown' | 'json' | 'sql' | 'mermaid' | 'dot' | 'svg';
  readonly of?: 'live' | 'desired';
  readonly detailedExitcode?: boolean;
  readonly tui?: boolean;
  readonly strict?: boolean;
  readonly plan?: string;
  readonly annotations?: 'github' | 'none';
  readonly yes?: boolean;
  readonly allowDestructive?: boolean;
  readonly table?: readonly string[];
  readonly verify?: string;
  readonly rehearse?: boolean;
}

/** The project's folder as an absolute path. */
export function projectDir(options: RawOptions, io: Io): string {
  return resolve(io.cwd, options.dir ?? '.');
}

/** Whether the variable says that nobody sits there, as Ink reads it, which then draws nothing: set, but not to a no. */
const saysUnattended = (value: string | undefined): boolean =>
  value !== undefined && !['0', 'false'].includes(value);

/** Whether Ink may draw: where somebody sits at a terminal that can draw, and has not said no. */
export function wantsTui(options: RawOptions, io: Io): boolean {
  const { TERM, CI, CONTINUOUS_INTEGRATION } = io.env;
  return (
    io.out.terminal &&
    io.interactive &&
    TERM !== 'dumb' &&
    !saysUnattended(CI) &&
    !saysUnattended(CONTINUOUS_INTEGRATION) &&
    options.tui !== false
  );
}

/** The project and environment of a command; its target is the first line that stderr gets. */
export function projectOf(name: string, options: RawOptions, io: Io): Project {
  return {
    dir: projectDir(options, io),
    name,
    env: io.env,
    noEmbedded: options.embedded === false,
    strict: options.strict === true,
    onTarget: (line) => io.err.write(`${line}\n`),
  };
}
