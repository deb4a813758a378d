import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');
const execute = promisify(execFile);

/** Variables of npm and of the test runner would reach the programs of a user too. */
const ENV = { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: undefined };

/** A project of a user, in a folder that nothing else is in. */
export interface Project {
  readonly folder: string;
  /** @returns what Node printed for a program of the project */
  node(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string>;
  write(file: string, text: string): Promise<string>;
  remove(): Promise<void>;
}

/** Packs what the build made, and installs it, without asking a registry. */
export async function installedPackage(): Promise<Project & { readonly tarball: string }> {
  const project = await freshFolder();
  const { folder } = project;
  await execute(process.execPath, ['packaging/pack.mjs', folder], { cwd: ROOT });
  const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const tarball = join(folder, `hoosegow-inspector-${manifest.version}.tgz`);
  await project.write('package.json', '{ "name": "service", "version": "1.0.0", "private": true }\n');
  await execute('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], {
    cwd: folder,
    shell: process.platform === 'win32',
  });
  return { ...project, tarball };
}

/** A folder in which nothing is installed. */
export async function freshFolder(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-installed-'));
  return {
    folder,
    node: async (args, env = {}) => {
      const { stdout } = await execute(process.execPath, [...args], { cwd: folder, env: { ...ENV, ...env } });
      return stdout;
    },
    write: async (file, text) => {
      const path = join(folder, file);
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, text);
      return path;
    },
    remove: async () => rm(folder, { recursive: true, force: true }),
  };
}
