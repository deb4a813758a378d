import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * What an install needs and nothing may keep: settings of package managers with the credentials in them, and the
 * variables that these name.
 */
export interface InstallSecrets {
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * They come as a proxy setting of the build, because Docker, BuildKit and Podman keep those in no layer, no history and
 * no cache key. FTP's is the one that no install uses.
 */
const VARIABLES = ['ftp_proxy', 'FTP_PROXY'];
const MARK = 'hoosegow-install:';

/** Takes the secrets out of the environment, so that no child process sees more of them than it needs. */
export function takeSecrets(env: NodeJS.ProcessEnv): InstallSecrets {
  const found = VARIABLES.map((name) => env[name]).find((value) => value?.startsWith(MARK));
  if (found === undefined) return { files: {}, env: {} };
  for (const name of VARIABLES) delete env[name];
  const parsed: unknown = JSON.parse(Buffer.from(found.slice(MARK.length), 'base64url').toString('utf8'));
  const { files, env: variables } = membersOf(parsed);
  return { files: textsOf(files), env: textsOf(variables) };
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(membersOf(value)).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
  );
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** Runs something while the settings files hold their credentials, and puts those of the image back afterwards. */
export function withFiles<T>(files: Readonly<Record<string, string>>, run: () => T): T {
  const before = Object.keys(files).map((name) => [name, read(name)] as const);
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(name, text, { mode: 0o600 });
    return run();
  } finally {
    for (const [name, bytes] of before) {
      rmSync(name, { force: true });
      if (bytes !== undefined) writeFileSync(name, bytes, { mode: 0o644 });
    }
  }
}

function read(name: string): Buffer | undefined {
  try {
    return readFileSync(name);
  } catch {
    return undefined;
  }
}
