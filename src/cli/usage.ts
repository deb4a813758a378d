import type { Command } from './command.ts';
import { EXIT_STATUSES } from './exitStatus.ts';
import type { OptionSpecs } from './input/optionValues.ts';

const WIDTH = 26;

/** The help of the whole program. */
export function usageOf(commands: readonly Command[]): string {
  const calls = commands.flatMap(({ usage, summary }) =>
    usage.map((line, i) => `  ${line.padEnd(WIDTH + 12)} ${i === 0 ? summary : ''}`.trimEnd()),
  );
  return [
    'hoosegow: calls methods of code you do not trust, each call in a container of its own.',
    '',
    'Usage: hoosegow COMMAND',
    '',
    ...calls,
    '',
    'hoosegow COMMAND --help tells more about a command, hoosegow --version which version this is.',
    '',
  ].join('\n');
}

/** The help of one command. */
export function usageOfCommand({ usage, summary, options, notes }: Command): string {
  const calls = usage.map((line, i) => `${i === 0 ? 'Usage:' : '   or:'} hoosegow ${line}`);
  return [
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    '',
    ...calls,
    '',
    ...optionLines(options),
    ...(notes === '' ? [] : ['', notes.trim()]),
    '',
  ].join('\n');
}

/** What the exit statuses mean, a line each. */
export function statusTable(): string {
  const lines = EXIT_STATUSES.map(([status, meaning]) => `  ${String(status).padEnd(4)}${meaning}`);
  return ['Exit status:', ...lines].join('\n');
}

function optionLines(options: OptionSpecs): readonly string[] {
  const lines = Object.entries(options).map(([name, { value, help, short }]) => {
    const left = `  ${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
    return `${left.padEnd(WIDTH)} ${help}`;
  });
  return ['Options:', ...lines, `${'  --help'.padEnd(WIDTH)} show this`];
}
