import type { Command } from 'commander';

/** One option as a shell offers it. */
export interface OptionWords {
  /** `--format`, `-h`: all spellings. */
  readonly flags: readonly string[];
  readonly description: string;
  /** What follows it: nothing, one of some words, a file, a folder, anything. */
  readonly takes: 'nothing' | 'words' | 'file' | 'folder' | 'anything';
  readonly words: readonly string[];
}

/** One command as a shell offers it. */
export interface CommandWords {
  readonly name: string;
  readonly description: string;
  /** How many names of environments it takes at most: none, one, or any number. */
  readonly environments: 'none' | 'one' | 'many';
  /** Words that its first argument may be, where that is no environment. */
  readonly words: readonly string[];
  readonly options: readonly OptionWords[];
}

export interface ProgramWords {
  readonly name: string;
  readonly options: readonly OptionWords[];
  readonly commands: readonly CommandWords[];
}

/** Read off the command line itself, so that nothing is offered that is not there. */
export function wordsOf(program: Command): ProgramWords {
  return {
    name: program.name(),
    options: [...optionsOf(program), HELP],
    commands: program.commands.map((command) => {
      const [first] = command.registeredArguments;
      const environment = command.registeredArguments.find((one) =>
        /^(env|environment|a|b)s?$/i.test(one.name()),
      );
      return {
        name: command.name(),
        description: command.description(),
        environments: environment === undefined ? 'none' : environment.variadic ? 'many' : 'one',
        words: first?.argChoices ?? [],
        options: [...optionsOf(command), HELP],
      };
    }),
  };
}

const HELP: OptionWords = { flags: ['--help'], description: 'show help', takes: 'nothing', words: [] };

function optionsOf(command: Command): OptionWords[] {
  return command.options
    .filter((option) => !option.hidden)
    .map((option) => {
      const words = option.argChoices ?? [];
      const flags = [option.short, option.long].filter((flag) => flag !== undefined);
      return { flags, description: option.description, takes: takenBy(option.flags, words), words };
    });
}

/** By the name of the value in the help: `--out <file>`. */
function takenBy(flags: string, words: readonly string[]): OptionWords['takes'] {
  if (words.length > 0) return 'words';
  const [, value] = /[<[](\w+)/.exec(flags) ?? [];
  if (value === undefined) return 'nothing';
  if (/^dir(ectory)?$|^folder$/.test(value)) return 'folder';
  return /^file$|^path$/.test(value) ? 'file' : 'anything';
}
