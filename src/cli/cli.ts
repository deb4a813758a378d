import { version } from '../../package.json';
import { nearestName, UsageError } from '../engine/index.ts';
import { buildCommand } from './commands/build.ts';
import { imagesCommand } from './commands/images.ts';
import { completionCommand } from './commands/completion.ts';
import { configCommand } from './commands/config.ts';
import { exportCommand } from './commands/export.ts';
import { inspectCommand } from './commands/inspect.ts';
import { methodsCommand } from './commands/methods.ts';
import { newCommand } from './commands/new.ts';
import { pruneCommand } from './commands/prune.ts';
import { runCommand } from './commands/run.ts';
import { showCommand } from './commands/show.ts';
import { sweepCommand } from './commands/sweep.ts';
import { upgradeCommand } from './commands/upgrade.ts';
import { complete } from './completion/complete.ts';
import type { Command, CommandContext } from './command.ts';
import { USAGE } from './exitStatus.ts';
import { unfailing } from './output/unfailing.ts';
import { reportError } from './output/report.ts';
import { usageOf, usageOfCommand } from './usage.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  newCommand,
  methodsCommand,
  buildCommand,
  runCommand,
  showCommand,
  inspectCommand,
  upgradeCommand,
  imagesCommand,
  pruneCommand,
  exportCommand,
  sweepCommand,
  configCommand,
  completionCommand,
];

/**
 * Runs the `hoosegow` command. Never throws: what goes wrong is one line on stderr.
 *
 * @param argv arguments behind the program's name
 * @returns the exit status
 */
export async function runCli(argv: readonly string[], context: CommandContext): Promise<number> {
  const stderr = unfailing(context.stderr);
  try {
    return await choose(argv, { ...context, stderr });
  } catch (error) {
    return reportError(stderr, error);
  }
}

async function choose(argv: readonly string[], context: CommandContext): Promise<number> {
  const [name, ...rest] = argv;
  const { stdout, stderr } = context;
  if (name === undefined) {
    await stderr.write(usageOf(COMMANDS));
    return USAGE;
  }
  if (name === '--version' || name === '-v') return say(context, `${version}\n`);
  if (name === '--help' || name === '-h') return say(context, usageOf(COMMANDS));
  if (name === 'help') return say(context, rest[0] === undefined ? usageOf(COMMANDS) : usageOfCommand(find(rest[0])));
  if (name === '__complete') return complete(rest, COMMANDS, context);
  const command = find(name);
  if (asksForHelp(rest)) return say({ stdout }, usageOfCommand(command));
  return command.execute(rest, context);
}

async function say({ stdout }: Pick<CommandContext, 'stdout'>, text: string): Promise<number> {
  await stdout.write(text);
  return 0;
}

function find(name: string): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command) return command;
  const names = COMMANDS.map((known) => known.name);
  const near = nearestName(name, names);
  const meant = near === undefined ? '' : ` (is "${near}" meant?)`;
  throw new UsageError(`there is no command "${name}"${meant}; there are ${names.join(', ')}`);
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const options = end < 0 ? argv : argv.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}
