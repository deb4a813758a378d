import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isRecord } from '../../text/isRecord.ts';
import { HoosegowError } from '../errors/errors.ts';
import { markFile } from './templateMark.ts';

/** One file of a new inmate project. */
export interface TemplateFile {
  /** Relative path, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** npm leaves `.gitignore` out of packages, or renames it. */
const GITIGNORE = 'node_modules/\n*.dispatch\n.env*\n';

/** What the container runs. Its executable bit may be lost on the way through a package or a Windows disk. */
const ENTRYPOINT = 'bin/hoosegow';

/**
 * Reads the template of inmate projects as it is to be written for a package.
 *
 * @param name name of the package, set in its `package.json` and `package-lock.json`
 */
export async function readTemplate(templateDir: string, name: string): Promise<readonly TemplateFile[]> {
  const paths = await listFiles(templateDir);
  if (!paths.includes('package.json')) {
    throw new HoosegowError(`the template of inmates is missing at ${templateDir}: install hoosegow-inspector again`);
  }
  const files = await Promise.all(paths.map(async (file) => readTemplateFile(templateDir, file, name)));
  if (files.some((file) => file.path === '.gitignore')) return files;
  return [...files, { path: '.gitignore', bytes: Buffer.from(GITIGNORE), executable: false }];
}

async function readTemplateFile(templateDir: string, file: string, name: string): Promise<TemplateFile> {
  const source = path.join(templateDir, file);
  const bytes = await readFile(source);
  const executable = file === ENTRYPOINT || ((await stat(source)).mode & 0o111) !== 0;
  if (file === 'package.json' || file === 'package-lock.json')
    return { path: file, bytes: rename(bytes, name), executable };
  return { path: file, bytes: markFile(file, bytes), executable };
}

/** Files below a folder in a stable order; links are left out. */
async function listFiles(dir: string, within = ''): Promise<readonly string[]> {
  const entries = await readdir(path.join(dir, within), { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = within === '' ? entry.name : `${within}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== 'node_modules') found.push(...(await listFiles(dir, name)));
    else if (entry.isFile()) found.push(name);
  }
  return found;
}

function rename(json: Uint8Array, name: string): Uint8Array {
  const manifest: unknown = JSON.parse(Buffer.from(json).toString('utf8'));
  if (!isRecord(manifest)) return json;
  const renamed: Record<string, unknown> = { ...manifest, name };
  const { packages } = manifest;
  if (isRecord(packages) && isRecord(packages['']))
    renamed['packages'] = { ...packages, '': { ...packages[''], name } };
  return Buffer.from(`${JSON.stringify(renamed, null, 2)}\n`);
}
