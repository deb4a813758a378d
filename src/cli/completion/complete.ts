import type { Command, CommandContext } from '../command.ts';
import { candidatesFor } from './candidates.ts';
import { deadline } from './deadline.ts';

/** Milliseconds that a person waits for at a prompt. */
const LONGEST = 2000;

/**
 * `hoosegow __complete -- WORD…`, as the scripts of `completion` ask it: prints what may stand in place of the last WORD,
 * one a line; `:files.ENDING`, `:files*` and `:folders` stand for those of the disk.
 */
export async function complete(
  argv: readonly string[],
  commands: readonly Command[],
  { stdout }: Pick<CommandContext, 'stdout'>,
): Promise<number> {
  const limit = deadline(LONGEST);
  const { words, files } = await candidatesFor(argv[0] === '--' ? argv.slice(1) : argv, commands);
  const lines = files === undefined ? words : [...words, files === '/' ? ':folders' : `:files${files}`];
  await stdout.write(lines.map((line) => `${line}\n`).join(''));
  await limit.lift();
  return 0;
}
