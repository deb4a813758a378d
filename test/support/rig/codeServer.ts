import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { command, isInstalled, SYSTEM_PATH } from './command.ts';
import { installCompiler, isDebianRoot } from './debian.ts';

/** The npm package that carries a real VS Code server and extension host (VS Code 1.139.1). */
const CODE_SERVER_VERSION = '4.139.1';
/** The Node that it runs on, and is built for. */
const NODE_VERSION = '24.9.0';

/** A VS Code server on this machine, ready to be started. */
export interface CodeServer {
  /** The Node to run it with. */
  readonly node: string;
  /** The whole of code-server, as its users start it. */
  readonly entry: string;
  /** VS Code's own server inside, which takes extensions under development and their tests. */
  readonly serverMain: string;
}

/** Gives the VS Code server, built on first use (about two minutes) and kept in the user's cache folder. */
export async function ensureCodeServer(): Promise<CodeServer> {
  const folder = serverFolder();
  if (!(await exists(folder))) await build(folder);
  return {
    node: nodeOf(folder),
    entry: join(folder, 'node_modules/code-server/out/node/entry.js'),
    serverMain: join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

/** Whether it was built before. */
export function hasCodeServer(): Promise<boolean> {
  return exists(serverFolder());
}

const serverFolder = () => join(cacheFolder(), `code-server-${CODE_SERVER_VERSION}`);

/** What `ensureCodeServer` needs and is missing. On Debian as root it installs it itself. */
export async function missingForCodeServer(): Promise<readonly string[]> {
  if (await isDebianRoot()) return [];
  if (await hasCodeServer()) return [];
  if (process.platform !== 'linux') return ['a VS Code server (it is built on Linux only)'];
  const tools = ['g++', 'make', 'python3'];
  const hasTools = await Promise.all(tools.map(isInstalled));
  const missing = tools.filter((_, index) => hasTools[index] === false);
  return (await exists('/usr/include/gssapi.h')) ? missing : [...missing, 'the headers of Kerberos (libkrb5-dev)'];
}

const nodeOf = (folder: string) => join(folder, `node_modules/node-linux-${process.arch}/bin/node`);

/** Where everything is kept that is made once per user. */
export const cacheFolder = () => join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'hoosegow-inspector');

async function build(folder: string): Promise<void> {
  if (await isDebianRoot()) await installCompiler();
  console.log(`VS Code tests: building code-server ${CODE_SERVER_VERSION}, once for this user`);
  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(join(cacheFolder(), '.code-server-'));
  try {
    await writeFile(join(work, 'package.json'), '{ "private": true }\n');
    const nodePackage = `node-linux-${process.arch}`;
    const install = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts=false'];
    await command('npm', [...install, `${nodePackage}@${NODE_VERSION}`], { cwd: work });
    const env = {
      PATH: [join(work, 'node_modules', nodePackage, 'bin'), SYSTEM_PATH].join(delimiter),
      // Its native modules are compiled against the headers in the package of Node.
      npm_config_nodedir: join(work, 'node_modules', nodePackage),
      // An `npm run` around this process sets it to the Node of that npm; the build checks the version in it.
      npm_config_user_agent: undefined,
    };
    await command('nice', ['npm', ...install, `code-server@${CODE_SERVER_VERSION}`], { cwd: work, env });
    await rename(work, folder);
  } catch (error) {
    // Another process may have built it in the meantime.
    if (!(await exists(folder))) throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
