import { UsageError } from '../errors/errors.ts';

/** Environment variables by name. */
export type InmateEnv = Readonly<Record<string, string>>;

/** Bytes of `NAME=value` that Linux takes as one variable, with room for the NUL behind it. */
const MOST_BYTES = 128 * 1024 - 1;

/** Names that users cannot set, and why. */
const RESERVED: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^HOOSEGOW_/i, 'by these the engine tells the entrypoint what to run'],
  [/^NODE_(?:CHANNEL_FD|CHANNEL_SERIALIZATION_MODE|UNIQUE_ID)$/i, 'Node tells its own child processes something by it'],
];

/**
 * Checks the environment that an inmate is to get. Messages name variables, but never a value.
 *
 * @throws UsageError naming the invalid variable
 */
export function checkEnv(env: InmateEnv): InmateEnv {
  for (const [name, value] of Object.entries(env)) {
    const wrong = wrongOf(name, value);
    if (wrong !== undefined) throw new UsageError(`the environment variable ${JSON.stringify(name)} ${wrong}`);
  }
  return env;
}

function wrongOf(name: string, value: unknown): string | undefined {
  if (name === '') return 'has no name';
  if (/[\s=\0]/.test(name)) return 'cannot be set: a name has no spaces and no "="';
  const [, reserved] = RESERVED.find(([pattern]) => pattern.test(name)) ?? [];
  if (reserved !== undefined) return `cannot be set: ${reserved}`;
  if (typeof value !== 'string') return 'has no text as its value';
  if (value.includes('\0')) return 'cannot be set: its value has a null byte';
  if (Buffer.byteLength(name) + Buffer.byteLength(value) + 1 > MOST_BYTES) return 'is larger than 128 KiB';
  return undefined;
}
