import { spawn } from 'node:child_process';
import { formatDuration } from '../../../../text/words.ts';
import { codeOf } from '../../../../wire/thrown.ts';
import { isRecord } from '../../../../text/isRecord.ts';
import type { Credentials } from './credentialTypes.ts';

/** Milliseconds; helpers ask key stores and cloud services. */
const DEADLINE = 30_000;
const MAX_OUTPUT = 1024 * 1024;
const NOT_FOUND = /credentials not found/i;
const NO_SERVER = /no credentials server URL|no credentials username/i;

/** A helper's answer: credentials, none for that registry, or why it failed, in words that hold no secret. */
export type HelperAnswer = Credentials | undefined | string;

/**
 * Asks `docker-credential-NAME get` for the credentials of a registry, without a shell.
 *
 * @param server under which they were stored with the helper
 */
export async function askCredentialHelper(
  name: string,
  server: string,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal | undefined,
  deadline: number = DEADLINE,
): Promise<HelperAnswer> {
  const command = `docker-credential-${name}`;
  if (!/^[\w.+-]+$/.test(name)) return `${JSON.stringify(name)} is not a name of a credential helper`;
  const end = await run(command, server, env, signal, deadline);
  if (typeof end === 'string') return `the credential helper ${command} failed for ${server}: ${end}`;
  const { code, stdout, stderr } = end;
  if (code !== 0) {
    // Helpers report errors on stdout.
    if (NOT_FOUND.test(stdout) || NO_SERVER.test(stdout)) return undefined;
    const said = firstLine(/^\s*[{[]|"?secret"?\s*:/i.test(stdout) ? stderr : stdout || stderr);
    return `the credential helper ${command} failed for ${server}: it ended with status ${code}${said}`;
  }
  return readAnswer(stdout, server) ?? `the credential helper ${command} answered for ${server} with no credentials`;
}

function readAnswer(stdout: string, server: string): Credentials | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(stdout);
  } catch {
    return undefined;
  }
  if (!isRecord(answer)) return undefined;
  const { Username: username, Secret: secret } = answer;
  if (typeof username !== 'string' || typeof secret !== 'string') return undefined;
  return username === '<token>'
    ? { username: '', password: '', identitytoken: secret, serveraddress: server }
    : { username, password: secret, serveraddress: server };
}

function firstLine(text: string): string {
  const line = text.trim().split(/\r?\n/)[0]?.slice(0, 300) ?? '';
  return line === '' ? '' : `: ${line}`;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  command: string,
  input: string,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal | undefined,
  deadline: number,
): Promise<Ended | string> {
  return new Promise((resolve) => {
    const child = spawn(command, ['get'], { env: { ...env }, windowsHide: true, stdio: 'pipe' });
    let [stdout, stderr] = ['', ''];
    const finish = (end: Ended | string) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
      child.kill('SIGKILL');
      resolve(end);
    };
    const timer = setTimeout(() => finish(`it gave no answer within ${formatDuration(deadline)}`), deadline);
    const onAbort = () => finish('it was not waited for');
    signal?.addEventListener('abort', onAbort, { once: true });
    child.on('error', (error) => {
      finish(codeOf(error) === 'ENOENT' ? 'there is no such command on the PATH' : error.message);
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${input}\n`);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.length > MAX_OUTPUT) finish('its answer has no end');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-MAX_OUTPUT);
    });
    child.on('close', (code, killer) => {
      finish(code === null ? `it was ended by ${killer}` : { code, stdout, stderr });
    });
    if (signal?.aborted) onAbort();
  });
}
