import type { CommandWords, OptionWords, ProgramWords } from './model.js';

/** The script for zsh; environments are the files in the folder that `--dir` names. */
export function zshScript({ name, options, commands }: ProgramWords): string {
  return `#compdef ${name}
# zsh completion of ${name}: source <(${name} completion zsh)
_${name}_environments() {
  local -a names
  names=(\${~${name}_dir}/environments/*.yaml(N:t:r))
  _describe 'environment' names
}
_${name}() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C \\
${options.map((option) => `    ${spec(option)} \\`).join('\n')}
    '1: :->command' '*:: :->rest'
  local ${name}_dir="\${opt_args[--dir]:-.}"
  case $state in
    command)
      local -a commands
      commands=(
${commands.map((command) => `        ${quoted(`${command.name}:${command.description}`)}`).join('\n')}
      )
      _describe 'command' commands
      ;;
    rest)
      case $line[1] in
${commands.map((command) => commandCase(command, name)).join('\n')}
      esac
      ;;
  esac
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
compdef _${name} ${name}
`;
}

function commandCase(command: CommandWords, program: string): string {
  const specs = [
    ...command.options.map(spec),
    ...(command.words.length === 0 ? [] : [quoted(`1:what:(${command.words.join(' ')})`)]),
    ...(command.environments === 'none'
      ? []
      : [quoted(`${command.environments === 'many' ? '*' : '1'}:environment:_${program}_environments`)]),
  ];
  return `        ${command.name}) _arguments ${specs.join(' ')} ;;`;
}

function spec({ flags, description, takes, words }: OptionWords): string {
  const value = {
    nothing: '',
    words: `:value:(${words.join(' ')})`,
    file: ':file:_files',
    folder: ':folder:_files -/',
    anything: ':value: ',
  }[takes];
  return flags.map((flag) => quoted(`${flag}[${description.replace(/[[\]:]/g, '\\$&')}]${value}`)).join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
