import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { command } from './command.ts';
import { type CodeServer, ensureCodeServer } from './codeServer.ts';

export interface ServerOptions {
  /** A folder of installed extensions, for the whole of code-server. Without it the inner server runs, with none. */
  readonly extensions?: string;
  /** Settings of the user; those of machine scope go to the machine's settings, where a remote window reads them. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether every workspace is trusted (the default), or opens in Restricted Mode. */
  readonly trusted?: boolean;
  /** Added to the environment of the server, and with it of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A VS Code server of its own: settings, extensions, history and browser profile lie in its folder. */
export interface VSCodeServer extends AsyncDisposable {
  /** For example `http://127.0.0.1:12345`. */
  readonly origin: string;
  /** Holds everything of this server and is removed with it. */
  readonly folder: string;
  /**
   * Changes settings of the user. A workbench applies them a while later, those of machine scope when its title says so
   * (`configureWorkbench`).
   *
   * @returns what its title has in it then
   */
  configure(settings: Readonly<Record<string, unknown>>): Promise<string>;
  /** What the server and its extension hosts have printed. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

const READY_WITHIN = 60_000;

/** Cannot be seen, for pictures are made of the windows. */
const SIGN = '\u2063';

/** Nothing of a new installation may cover what is under test, and nothing may look for a network. */
export const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  // What closes would stand there, deaf, until its animation is over.
  'workbench.reduceMotion': 'on',
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'npm.fetchOnlinePackageInfo': false,
  'json.schemaDownload.enable': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'chat.disableAIFeatures': true,
  'window.dialogStyle': 'custom',
  'files.simpleDialog.enable': true,
};

export async function startVSCodeServer(options: ServerOptions = {}): Promise<VSCodeServer> {
  const codeServer = await ensureCodeServer();
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-vscode-'));
  const env = {
    ...process.env,
    ...options.env,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'share'),
    // An `npm run` or a test runner around this process has set these for its own children.
    NODE_OPTIONS: undefined,
    NODE_ENV: undefined,
    VITEST: undefined,
  };
  let settings: Readonly<Record<string, unknown>> = { ...QUIET_SETTINGS, ...options.settings };
  let changes = 0;
  const configure: VSCodeServer['configure'] = async (changed) => {
    settings = { ...settings, ...changed };
    const sign = SIGN.repeat(++changes);
    await writeSettings(folder, settings, sign);
    return sign;
  };
  await configure({});
  const guard = spawn(
    process.execPath,
    [join(import.meta.dirname, 'vscodeGuard.mjs'), folder, ...commandOf(codeServer, folder, options)],
    // In a session of its own, so that an interrupt from the terminal does not reach it: it ends when the pipe closes.
    { stdio: ['pipe', 'inherit', 'inherit'], detached: true, env },
  );
  const ended = once(guard, 'exit');
  guard.stdin.on('error', () => undefined);
  const stop = async () => {
    guard.stdin.end();
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw new Error('the VS Code server has failed, see above');
  };
  const log = () => readFile(join(folder, 'server.log'), 'utf8').catch(() => '');
  try {
    const port = await portIn(log, () => guard.exitCode !== null);
    return { origin: `http://127.0.0.1:${port}`, folder, configure, log, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    const lines = await log();
    await stop();
    throw new Error(`the VS Code server did not start: ${lines.slice(-2000)}`, { cause: error });
  }
}

function commandOf({ node, entry, serverMain }: CodeServer, folder: string, options: ServerOptions): string[] {
  const trust = options.trusted === false ? [] : ['--disable-workspace-trust'];
  if (options.extensions !== undefined) {
    const listening = ['--bind-addr', '127.0.0.1:0', '--auth', 'none'];
    const folders = foldersOf(folder, options.extensions);
    return [node, entry, ...listening, ...folders, '--disable-telemetry', '--disable-update-check', ...trust];
  }
  return [
    node,
    serverMain,
    '--host=127.0.0.1',
    '--port=0',
    '--without-connection-token',
    '--accept-server-license-terms',
    '--telemetry-level=off',
    `--server-data-dir=${join(folder, 'server')}`,
    ...foldersOf(folder, join(folder, 'extensions')),
    // Without this the workbench does not take an extension under development from its address.
    '--enable-smoke-test-driver',
    ...trust,
  ];
}

const foldersOf = (folder: string, extensions: string) => [
  `--user-data-dir=${join(folder, 'user')}`,
  `--extensions-dir=${extensions}`,
];

/** Installs a packaged extension, as its users do, into a folder that servers may take their extensions from. */
export async function installExtension(vsix: string, extensions: string): Promise<void> {
  const { node, entry } = await ensureCodeServer();
  const user = await mkdtemp(join(tmpdir(), 'hoosegow-install-'));
  const env = { XDG_CONFIG_HOME: user, XDG_DATA_HOME: user, NODE_OPTIONS: undefined, NODE_ENV: undefined };
  try {
    await command(node, [entry, ...foldersOf(user, extensions), '--install-extension', vsix], { env });
  } finally {
    await rm(user, { recursive: true, force: true });
  }
}

/** @param sign in the title of windows that have read the settings of the machine */
async function writeSettings(folder: string, settings: Readonly<Record<string, unknown>>, sign: string): Promise<void> {
  const ofMachine = { ...settings, 'window.title': `\${rootName}${sign}` };
  const files: readonly (readonly [path: string, settings: Readonly<Record<string, unknown>>])[] = [
    ['user/User/settings.json', settings],
    ['user/Machine/settings.json', ofMachine],
    ['server/data/Machine/settings.json', ofMachine],
  ];
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify(content, undefined, 2));
  }
}

async function portIn(log: () => Promise<string>, hasEnded: () => boolean): Promise<string> {
  const deadline = Date.now() + READY_WITHIN;
  for (;;) {
    const port = /(?:HTTP server listening on http:\/\/127\.0\.0\.1:|agent listening on )(\d+)/.exec(await log())?.[1];
    if (port !== undefined) return port;
    if (hasEnded() || Date.now() > deadline) throw new Error(`not ready within ${READY_WITHIN} ms`);
    await sleep(100);
  }
}
