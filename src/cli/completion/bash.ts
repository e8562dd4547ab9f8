import type { OptionWords, ProgramWords } from './model.js';

/** The script for bash; environments are the files in the folder that `--dir` names. */
export function bashScript({ name, options, commands }: ProgramWords): string {
  const flags = (all: readonly OptionWords[]): string =>
    [...new Set(all.flatMap((option) => option.flags))].join(' ');
  const withValue = (all: readonly OptionWords[]): OptionWords[] =>
    all.filter(({ takes }) => takes !== 'nothing');
  const skipped = withValue([...options, ...commands.flatMap((command) => command.options)]);
  const values = [
    ...withValue(options).map((option) => valueCase(null, option)),
    ...commands.flatMap((command) =>
      withValue(command.options).map((option) => valueCase(command.name, option)),
    ),
  ];
  return `# bash completion of ${name}: source <(${name} completion bash)
_${name}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" command='' dir=. given=0 at one
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    one="\${COMP_WORDS[at]}"
    case "$one" in
      --dir) at=$((at + 1)); dir="\${COMP_WORDS[at]}" ;;
      ${flags(skipped).replace('--dir ', '').replaceAll(' ', '|')}) at=$((at + 1)) ;;
      -*) ;;
      *) if [[ -z $command ]]; then command="$one"; else given=$((given + 1)); fi ;;
    esac
  done
  case "$command $previous" in
${values.join('\n')}
  esac
  if [[ $word == -* ]]; then
    case "$command" in
${commands.map((command) => `      ${command.name}) COMPREPLY=($(compgen -W '${flags([...command.options, ...options])}' -- "$word")) ;;`).join('\n')}
      *) COMPREPLY=($(compgen -W '${flags(options)}' -- "$word")) ;;
    esac
    return
  fi
  if [[ -z $command ]]; then
    COMPREPLY=($(compgen -W '${commands.map((command) => command.name).join(' ')}' -- "$word"))
    return
  fi
  case "$command" in
${commands
  .filter((command) => command.words.length > 0)
  .map(
    (command) =>
      `    ${command.name}) if ((given == 0)); then COMPREPLY=($(compgen -W '${command.words.join(' ')}' -- "$word")); fi; return ;;`,
  )
  .join('\n')}
    ${
      commands
        .filter((command) => command.environments === 'one')
        .map(({ name: one }) => one)
        .join('|') || '--'
    }) ((given == 0)) || return ;;
    ${
      commands
        .filter((command) => command.environments === 'many')
        .map(({ name: one }) => one)
        .join('|') || '--'
    }) ;;
    *) return ;;
  esac
  local file
  for file in "\${dir/#\\~/$HOME}"/environments/*.yaml; do
    [[ -e $file ]] || continue
    file="\${file##*/}"
    file="\${file%.yaml}"
    [[ $file == "$word"* ]] && COMPREPLY+=("$file")
  done
}
complete -F _${name} ${name}
`;
}

/** What may follow an option, of one command or (`null`) of all. */
function valueCase(command: string | null, option: OptionWords): string {
  const patterns = option.flags
    .map((flag) => (command === null ? `*" ${flag}"` : `"${command} ${flag}"`))
    .join('|');
  return `    ${patterns}) ${offered(option)}; return ;;`;
}

function offered({ takes, words }: OptionWords): string {
  switch (takes) {
    case 'words':
      return `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$word"))`;
    case 'folder':
      return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$word"))';
    case 'file':
      return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word"))';
    default:
      return 'COMPREPLY=()';
  }
}
