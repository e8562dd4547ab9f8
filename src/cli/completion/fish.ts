import type { OptionWords, ProgramWords } from './model.js';

/** The script for fish; environments are the files in the folder that `--dir` names. */
export function fishScript({ name, options, commands }: ProgramWords): string {
  const all = commands.map((command) => command.name).join(' ');
  const noCommand = `not __fish_seen_subcommand_from ${all}`;
  const lines = [
    `# fish completion of ${name}: ${name} completion fish | source`,
    `function __${name}_environments`,
    '    set -l words (commandline -opc)',
    '    set -l dir .',
    '    set -l at (contains -i -- --dir $words); and set dir $words[(math $at + 1)]',
    '    for file in $dir/environments/*.yaml',
    `        string replace -r '.*/(.*)\\.yaml$' '$1' $file`,
    '    end',
    'end',
    `complete -c ${name} -f`,
    ...options.map((option) => complete(name, null, option)),
    ...commands.flatMap((command) => {
      const here = `__fish_seen_subcommand_from ${command.name}`;
      return [
        `complete -c ${name} -n '${noCommand}' -a ${command.name} -d ${quoted(command.description)}`,
        ...command.options.map((option) => complete(name, here, option)),
        ...(command.words.length === 0
          ? []
          : [`complete -c ${name} -n '${here}' -a '${command.words.join(' ')}'`]),
        ...(command.environments === 'none'
          ? []
          : [`complete -c ${name} -n '${here}' -a '(__${name}_environments)' -d environment`]),
      ];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function complete(
  program: string,
  condition: string | null,
  { flags, description, takes, words }: OptionWords,
): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const value = {
    nothing: '',
    words: ` -x -a '${words.join(' ')}'`,
    file: ' -r -F',
    folder: " -x -a '(__fish_complete_directories)'",
    anything: ' -x',
  }[takes];
  const when = condition === null ? '' : ` -n '${condition}'`;
  return `complete -c ${program}${when} ${names.join(' ')}${value} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
