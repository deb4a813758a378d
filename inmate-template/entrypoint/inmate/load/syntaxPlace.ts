import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { importsIn, pathOfImport } from './importPlaces.ts';

/** Files that are looked at, and milliseconds for all of them. */
const MAX_FILES = 50;
const MAX_TIME = 3000;

/** Parses each file as a module, and runs none of them. Node prints the place of an uncaught error. */
const PARSE = `
const { readFileSync } = require('node:fs');
const { stripTypeScriptTypes = (text) => text } = require('node:module');
const { SourceTextModule } = require('node:vm');
for (const file of process.argv.slice(1)) {
  const text = readFileSync(file, 'utf8');
  new SourceTextModule(/ts$/.test(file) ? stripTypeScriptTypes(text) : text, { identifier: file });
}`;

/**
 * Node names no line for a syntax error in an ES module that is imported; it does when it reads that file by itself.
 *
 * @returns `/hoosegow/lib/x.ts:12`
 */
export function findSyntaxError(inmate: string): string | undefined {
  const options = ['--experimental-vm-modules', '--no-warnings', '-e', PARSE];
  const files = filesFrom(inmate);
  const { stderr } = spawnSync(process.execPath, [...options, ...files], {
    encoding: 'utf8',
    timeout: MAX_TIME,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const [, file = '', line] = /^(?:file:\/\/)?(.+):(\d+)$/m.exec(stderr) ?? [];
  return files.includes(file) ? `${file}:${line}` : undefined;
}

/** The inmate's own files, as far as imports tell without being parsed. */
function filesFrom(inmate: string): readonly string[] {
  const files = new Set([inmate]);
  for (const file of files) {
    for (const { specifier } of importsIn(file)) {
      const imported = pathOfImport(file, specifier);
      if (imported === undefined || files.size >= MAX_FILES) continue;
      if (/\.[mc]?[jt]s$/.test(imported) && existsSync(imported)) files.add(imported);
    }
  }
  return [...files];
}
