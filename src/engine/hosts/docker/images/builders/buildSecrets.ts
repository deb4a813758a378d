import { access, constants, readFile } from 'node:fs/promises';
import path from 'node:path';
import { toError, UsageError } from '../../../../errors/errors.ts';
import type { BuildSecret } from '../../../../options/options.ts';

/** Secrets as arguments of the command that drives BuildKit; their values are not among the arguments. */
export interface SecretArguments {
  readonly args: readonly string[];
  /** Variables that the command's environment must have, too. */
  readonly env: Readonly<Record<string, string>>;
}

/** Turns secrets into arguments. @throws UsageError naming a secret that is missing, or whose name is invalid */
export async function secretArguments(
  secrets: Readonly<Record<string, BuildSecret>>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<SecretArguments> {
  const args: string[] = [];
  const values: Record<string, string> = {};
  for (const [index, [id, secret]] of Object.entries(secrets).entries()) {
    if (!/^[\w.-]+$/.test(id)) throw new UsageError(`${JSON.stringify(id)} cannot be the name of a secret`);
    if (secret.file !== undefined) {
      const file = path.resolve(secret.file);
      await access(file, constants.R_OK).catch((error: unknown) => {
        throw unreadable(id, error);
      });
      args.push('--secret', [`id=${id}`, `src=${file}`].map(csvField).join(','));
    } else if (secret.env !== undefined) {
      if (env[secret.env] === undefined) throw notSet(id, secret.env);
      args.push('--secret', [`id=${id}`, `env=${secret.env}`].map(csvField).join(','));
    } else {
      const name = `HOOSEGOW_BUILD_SECRET_${index}`;
      values[name] = secret.value;
      args.push('--secret', `id=${id},env=${name}`);
    }
  }
  return { args, env: values };
}

/** @returns the text of a secret; that of a file without its final line end */
export async function secretValue(
  id: string,
  secret: BuildSecret,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  if (secret.value !== undefined) return secret.value;
  if (secret.env !== undefined) {
    const value = env[secret.env];
    if (value === undefined) throw notSet(id, secret.env);
    return value;
  }
  const text = await readFile(path.resolve(secret.file), 'utf8').catch((error: unknown) => {
    throw unreadable(id, error);
  });
  return text.replace(/\r?\n$/, '');
}

function notSet(id: string, variable: string): UsageError {
  return new UsageError(`the variable ${variable} of the secret ${id} is not set`);
}

function unreadable(id: string, error: unknown): UsageError {
  return new UsageError(`the file of the secret ${id} cannot be read: ${toError(error).message}`);
}

/** The command reads the list as one line of CSV. */
function csvField(text: string): string {
  return /[",\n\r]|^\s/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
