import { readFile } from 'node:fs/promises';
import { VERSION } from '../assets/version.ts';
import { assetPath } from '../assets/assets.ts';
import { isNewer } from './isNewer.ts';
import { readProjectFile } from './projectFile.ts';
import { originOf, unmarked } from '../scaffold/templateMark.ts';
import { shellPath } from '../../text/shell/shellWord.ts';

const ENTRYPOINT = 'bin/entrypoint.cjs';

/** @returns what to do about a project whose entrypoint is older than this version's; `undefined`: nothing */
export async function entrypointHint(inmateDir: string): Promise<string | undefined> {
  try {
    const [file, template] = await Promise.all([
      readProjectFile(inmateDir, ENTRYPOINT),
      readFile(assetPath('inmate-template', ENTRYPOINT), 'utf8'),
    ]);
    if (!file) return undefined;
    const text = Buffer.from(file.bytes).toString('utf8');
    const origin = originOf(ENTRYPOINT, text);
    const isOlder = origin.kind === 'earlier' || (origin.kind === 'ours' && isNewer(VERSION, origin.version));
    if (!isOlder || unmarked(text) === unmarked(template)) return undefined;
    return `its entrypoint is of an older version than this one, ${VERSION}: hoosegow upgrade ${shellPath(inmateDir, process.platform)} renews it`;
  } catch {
    // The build itself reports what cannot be read.
    return undefined;
  }
}
