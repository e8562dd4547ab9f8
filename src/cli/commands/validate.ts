import { counted } from '../../render/label.js';
import { annotate, ofProblems } from '../annotations.js';
import type { Flow } from '../flow.js';
import type { Io } from '../io.js';
import { reportProblems } from '../report.js';
import { projectDir, type RawOptions } from '../settings.js';

export interface ValidateSettings {
  readonly dir: string;
  /** `null`: every environment. */
  readonly name: string | null;
  readonly options: RawOptions;
}

export function validateSettings(name: string | undefined, options: RawOptions, io: Io): ValidateSettings {
  return { dir: projectDir(options, io), name: name ?? null, options };
}

/** Every problem on stderr, or one line that all is well. */
export async function validateCommand(settings: ValidateSettings, io: Io, flow: Flow): Promise<number> {
  const { dir, name } = settings;
  const { problems, environments } = await flow.validateProject({
    dir,
    ...(name === null ? {} : { name }),
  });
  if (problems.length > 0) {
    reportProblems(problems, io.err);
    annotate(ofProblems(problems), settings.options, io);
    return 1;
  }
  io.out.write(`${counted(environments.length, 'environment')} valid: ${environments.join(', ')}\n`);
  return 0;
}
