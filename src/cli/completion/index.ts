import type { Command } from 'commander';
import { bashScript } from './bash.js';
import { fishScript } from './fish.js';
import { wordsOf } from './model.js';
import { zshScript } from './zsh.js';

export type Shell = 'bash' | 'zsh' | 'fish';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** The script that a shell sources to complete commands, options and the folder's environments; it starts no process. */
export function completionScript(program: Command, shell: Shell): string {
  return SCRIPTS[shell](wordsOf(program));
}
