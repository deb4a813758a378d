import type { BuildSecret } from '../../../../options/options.ts';
import { secretValue } from '../builders/buildSecrets.ts';
import type { BuildContext } from '../context/contextEntries.ts';
import { contextText } from '../context/contextText.ts';

/**
 * The build argument that carries the secrets in the settings of package managers. Docker, BuildKit and Podman keep the
 * proxy settings of a build out of layers, history and cache keys, and a Dockerfile needs no `ARG` for them; FTP's is
 * the one that no install uses. `bin/install.cjs` of a project reads it.
 */
const ARGUMENT = 'ftp_proxy';
const MARK = 'hoosegow-install:';
/** Linux accepts no longer variable. */
const MAX_LENGTH = 120_000;

/** A variable between its braces; the text after its name says what to do where it is not set. */
const REFERENCE = /^(\w+)(\?|:?-.*)?$/s;
/** Maximum variables of one file that are named; the others are counted. */
const MAX_NOTES = 10;

export interface InstallSecrets {
  /** Build arguments that must not be stored anywhere, and are not part of an image's name. */
  readonly secretArgs: Readonly<Record<string, string>>;
  /** Notes for the user, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Collects what the install of a project needs beside its build context: its settings with their credentials, and those
 * variables named there that the caller provides. A folder may be untrusted, and its settings may send a variable
 * anywhere: nothing is taken from the environment unless the caller names it.
 *
 * @param secrets as `HoosegowOptions.buildSecrets`
 * @throws UsageError naming a secret that is missing
 */
export async function readInstallSecrets(
  context: BuildContext,
  secrets: Readonly<Record<string, BuildSecret>>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<InstallSecrets> {
  const files: Record<string, string> = {};
  const given: Record<string, string> = {};
  const notes: string[] = [];
  for (const entry of context.entries) {
    if (entry.type !== 'file' || entry.form !== 'public') continue;
    const text = await contextText(context, entry.path);
    if (text === undefined) continue;
    files[entry.path] = text;
    const missing = new Set<string>();
    for (const { line, name, isOptional } of referencesIn(text)) {
      const secret = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
      if (secret !== undefined) {
        given[name] ??= await secretValue(name, secret, env);
      } else if (!isOptional && !missing.has(name)) {
        missing.add(name);
        if (missing.size > MAX_NOTES) continue;
        const how = `--secret id=${name},env=${name} (option buildSecrets) hands it on`;
        notes.push(`${entry.path}:${line}: \${${name}} is not given to the build; ${how}`);
      }
    }
    const more = missing.size - MAX_NOTES;
    if (more > 0) notes.push(`${entry.path}: ${more} more variables are not given to the build`);
  }
  if (Object.keys(files).length === 0) return { secretArgs: {}, notes };
  const value = `${MARK}${Buffer.from(JSON.stringify({ files, env: given })).toString('base64url')}`;
  if (value.length <= MAX_LENGTH) return { secretArgs: { [ARGUMENT]: value }, notes };
  notes.push(`${Object.keys(files).join(' and ')} are too long to be given to the build with their credentials`);
  return { secretArgs: {}, notes };
}

interface Reference {
  readonly line: number;
  readonly name: string;
  readonly isOptional: boolean;
}

/** The variables of a text as npm, pnpm and Yarn write them: `${NAME}`. */
function referencesIn(text: string): readonly Reference[] {
  return text
    .split('\n')
    .flatMap((content, index) => (/^\s*[;#]/.test(content) ? [] : referencesOfLine(content, index + 1)));
}

function referencesOfLine(content: string, line: number): readonly Reference[] {
  const found: Reference[] = [];
  let end = -1;
  for (let at = content.indexOf('${'); at !== -1; at = content.indexOf('${', at)) {
    at += 2;
    if (end < at) end = content.indexOf('}', at);
    if (end === -1) break;
    const [, name, fallback] = REFERENCE.exec(content.slice(at, end)) ?? [];
    if (name === undefined) continue;
    found.push({ line, name, isOptional: fallback !== undefined });
    at = end;
  }
  return found;
}
