import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildContext } from './contextEntries.ts';

/**
 * The build argument that carries what is secret in the settings of package managers. Docker, BuildKit and Podman keep
 * the proxy settings of a build in no layer, no history and no key of their caches, and a Dockerfile needs no `ARG` for
 * them; FTP's is the one that nothing of an install would use. `bin/install.cjs` of a project takes it.
 */
const ARGUMENT = 'ftp_proxy';
const MARK = 'hoosegow-install:';
/** Linux takes no longer variable. */
const MAX_LENGTH = 120_000;

/** Variables of this process that a project's settings may name: others are nobody's business but the user's. */
const GIVEN = /^(?:NPM_\w+|NODE_AUTH_TOKEN|YARN_NPM_AUTH_\w+)$/;
/** As npm, pnpm and Yarn write a variable; what follows its name says what to do where it is not set. */
const REFERENCE = /\$\{(\w+)(\?|:?-[^}]*)?\}/g;

export interface InstallSecrets {
  /** Build arguments that must not be kept anywhere, and are no part of an image's name. */
  readonly secretArgs: Readonly<Record<string, string>>;
  /** What the user should know, a sentence each. */
  readonly notes: readonly string[];
}

/** Gathers what the install of a project needs beside what is in its build context. */
export async function readInstallSecrets(context: BuildContext, env: NodeJS.ProcessEnv): Promise<InstallSecrets> {
  const files: Record<string, string> = {};
  const given: Record<string, string> = {};
  const notes: string[] = [];
  for (const entry of context.entries) {
    if (entry.type !== 'file' || entry.form !== 'public') continue;
    const text = await readFile(join(context.root, entry.path), 'utf8');
    files[entry.path] = text;
    for (const { line, name, isOptional } of referencesIn(text)) {
      const value = env[name];
      const where = `${entry.path}:${line}`;
      if (!GIVEN.test(name)) {
        notes.push(`${where}: \${${name}} is not given to the build: only NPM_… and NODE_AUTH_TOKEN are`);
      } else if (value !== undefined) {
        given[name] = value;
      } else if (!isOptional) {
        notes.push(`${where}: \${${name}} is not set in the environment of this command`);
      }
    }
  }
  if (Object.keys(files).length === 0) return { secretArgs: {}, notes };
  const value = `${MARK}${Buffer.from(JSON.stringify({ files, env: given })).toString('base64url')}`;
  if (value.length <= MAX_LENGTH) return { secretArgs: { [ARGUMENT]: value }, notes };
  notes.push(`${Object.keys(files).join(' and ')} are too long to be given to the build with their credentials`);
  return { secretArgs: {}, notes };
}

function referencesIn(
  text: string,
): readonly { readonly line: number; readonly name: string; readonly isOptional: boolean }[] {
  return text.split('\n').flatMap((content, index) =>
    /^\s*[;#]/.test(content)
      ? []
      : Array.from(content.matchAll(REFERENCE), ([, name = '', fallback]) => ({
          line: index + 1,
          name,
          isOptional: fallback !== undefined,
        })),
  );
}
