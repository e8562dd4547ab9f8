import { readFileSync } from 'node:fs';
import { Argument, Command, CommanderError, Option } from 'commander';
import type { Flow } from './flow.js';
import type { Io } from './io.js';
import type { RawOptions } from './settings.js';

export type LoadFlow = () => Promise<Flow>;

/** What the command line says; gives the exit code and never exits. Whatever a command needs is loaded when it runs. */
export async function run(argv: readonly string[], io: Io, load: LoadFlow = loadFlow): Promise<number> {
  let code = 0;
  const program = commands(io, load, (given) => {
    code = given;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    const { reportError } = await import('./report.js');
    const options = program.opts<RawOptions>();
    reportError(error, io.err, options.debug === true);
    const { annotate, ofError } = await import('./annotations.js');
    annotate(ofError(error), options, io);
    return 1;
  }
}

async function loadFlow(): Promise<Flow> {
  return (await import('./flow.js')).flow;
}

function commands(io: Io, load: LoadFlow, end: (code: number) => void): Command {
  const program = new Command('reconcile')
    .description('Brings a PostgreSQL database to the state that its environment declares')
    .version(version(), '--version')
    .helpOption('--help', 'show help')
    .option('--dir <dir>', 'the folder that holds environments/ and state/', '.')
    .option('--debug', 'show stack traces')
    .option('--no-embedded', 'never fall back to the embedded database')
    .addOption(
      new Option(
        '--annotations <format>',
        'also say problems and hazards on stderr as a CI system shows them at their lines (default: github in its workflows)',
      ).choices(['github', 'none']),
    )
    .configureOutput({ writeOut: (text) => io.out.write(text), writeErr: (text) => io.err.write(text) })
    .showHelpAfterError('(add --help for help)')
    .exitOverride();
  const detailed = () => new Option('--detailed-exitcode', 'exit with 2 when there are (or were) changes');

  const strict = () => new Option('--strict', 'refuse while there are objects of kinds that are not managed');

  program
    .command('init')
    .description('scaffold a project')
    .action(async (_: RawOptions, command: Command) => {
      const { initCommand, initSettings } = await import('./commands/init.js');
      end(await initCommand(initSettings(options(command), io), io));
    });
  program
    .command('validate')
    .argument('[env]', 'the environment; without it, all of them')
    .description('check manifests, with no database')
    .action(async (name: string | undefined, _: RawOptions, command: Command) => {
      const { validateCommand, validateSettings } = await import('./commands/validate.js');
      end(await validateCommand(validateSettings(name, options(command), io), io, await load()));
    });
  program
    .command('plan')
    .argument('<env>', 'the environment')
    .description('compute what would change, and show it')
    .option('--out <file>', 'write the plan file, for apply --plan')
    .addOption(new Option('--format <format>', 'how to show it').choices(['text', 'markdown', 'json', 'sql']))
    .addOption(detailed())
    .addOption(strict())
    .option('--no-tui', 'plain text on a terminal, too')
    .action(async (name: string, _: RawOptions, command: Command) => {
      const { planCommand, planSettings } = await import('./commands/plan.js');
      end(await planCommand(planSettings(name, options(command), io), io, await load()));
    });
  program
    .command('apply')
    .argument('<env>', 'the environment')
    .description('plan, confirm, and apply in one transaction')
    .option('--plan <file>', 'apply only if the plan is still the one in this file')
    .option('--yes', 'do not ask')
    .option('--allow-destructive', 'agree to the loss of rows or values')
    .option('--no-tui', 'plain text on a terminal, too')
    .option('--rehearse', 'do everything, tell how long it takes and locks, and roll back')
    .addOption(detailed())
    .addOption(strict())
    .action(async (name: string, _: RawOptions, command: Command) => {
      const { applyCommand, applySettings } = await import('./commands/apply.js');
      end(await applyCommand(applySettings(name, options(command), io), io, await load()));
    });
  program
    .command('import')
    .argument('<env>', 'the environment')
    .description('write the live catalog as state')
    .option('--out <dir>', 'the folder to write into (default: state/ENV, where that is empty)')
    .action(async (name: string, _: RawOptions, command: Command) => {
      const { importCommand, importSettings } = await import('./commands/import.js');
      end(await importCommand(importSettings(name, options(command), io), io, await load()));
    });
  program
    .command('graph')
    .argument('<env>', 'the environment')
    .description('the picture of what depends on what')
    .addOption(
      new Option('--format <format>', 'how to draw it (default: mermaid)').choices(['mermaid', 'dot', 'svg']),
    )
    .addOption(
      new Option('--of <side>', 'what is there, or what the state says (default: live)').choices([
        'live',
        'desired',
      ]),
    )
    .action(async (name: string, _: RawOptions, command: Command) => {
      const { graphCommand, graphSettings } = await import('./commands/graph.js');
      end(await graphCommand(graphSettings(name, options(command), io), io, await load()));
    });
  program
    .command('rollback')
    .argument('<env>', 'the environment')
    .argument('[id]', 'the entry of the history to undo (default: the last apply)')
    .description('undo an apply, with the rows of its backup')
    .option('--yes', 'do not ask')
    .option('--allow-destructive', 'agree to the loss of rows or values')
    .addOption(detailed())
    .action(async (name: string, id: string | undefined, _: RawOptions, command: Command) => {
      const { rollbackCommand, undoSettings } = await import('./commands/undo.js');
      end(await rollbackCommand(undoSettings(name, id, options(command), io), io, await load()));
    });
  program
    .command('restore')
    .argument('<env>', 'the environment')
    .argument('<id>', 'the entry of the history, or the backup')
    .description('bring back what an apply took away')
    .option('--table <table...>', 'only these tables')
    .option('--yes', 'do not ask')
    .option('--allow-destructive', 'agree to the loss of rows or values')
    .addOption(detailed())
    .action(async (name: string, id: string, _: RawOptions, command: Command) => {
      const { restoreCommand, undoSettings } = await import('./commands/undo.js');
      end(await restoreCommand(undoSettings(name, id, options(command), io), io, await load()));
    });
  program
    .command('backup')
    .argument('<env>', 'the environment')
    .description('back up what an apply would lose now, or verify a backup')
    .option('--verify <id>', 'restore that backup into a scratch and compare, instead')
    .option('--yes', 'accepted, as by apply: a backup changes nothing')
    .action(async (name: string, _: RawOptions, command: Command) => {
      const { backupCommand, backupSettings } = await import('./commands/backup.js');
      end(await backupCommand(backupSettings(name, options(command), io), io, await load()));
    });
  program
    .command('purge')
    .argument('<env>', 'the environment')
    .description('remove backups and parked tables that have aged out (retention:)')
    .option('--yes', 'do not ask')
    .option('--allow-destructive', 'accepted, as by apply')
    .action(async (name: string, _: RawOptions, command: Command) => {
      const { purgeCommand, purgeSettings } = await import('./commands/purge.js');
      end(await purgeCommand(purgeSettings(name, options(command), io), io, await load()));
    });
  program
    .command('status')
    .argument('[env...]', 'the environments; without any, all of them')
    .description('what each environment lacks, and what others changed since the last apply')
    .addOption(new Option('--format <format>', 'how to show it').choices(['text', 'json']))
    .action(async (names: string[], _: RawOptions, command: Command) => {
      const { statusCommand, statusSettings } = await import('./commands/status.js');
      end(await statusCommand(statusSettings(names, options(command), io), io, await load()));
    });
  program
    .command('history')
    .argument('<env>', 'the environment')
    .description('what was applied, newest first')
    .addOption(new Option('--format <format>', 'how to show it').choices(['text', 'json']))
    .action(async (name: string, _: RawOptions, command: Command) => {
      const { historyCommand, historySettings } = await import('./commands/history.js');
      end(await historyCommand(historySettings(name, options(command), io), io, await load()));
    });
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .description('the script that completes commands, options and environments in a shell')
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completionScript } = await import('./completion/index.js');
      io.out.write(completionScript(program, shell));
      end(0);
    });
  return program;
}

function options(command: Command): RawOptions {
  return command.optsWithGlobals<RawOptions>();
}

function version(): string {
  const read: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const named = typeof read === 'object' && read !== null && 'version' in read ? read.version : undefined;
  return typeof named === 'string' ? named : 'unknown';
}
