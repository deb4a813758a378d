import { createVSIX } from '@vscode/vsce';
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stageExtension } from './stageExtension.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** The time of every file in the package, in seconds: a day that a zip archive can name in any time zone. */
const TIMESTAMP = Date.UTC(1980, 0, 2) / 1000;

export interface PackageReport {
  /** With their size in bytes before packing; the largest first. */
  readonly files: readonly { readonly path: string; readonly size: number }[];
  /** Bytes of the package. */
  readonly size: number;
  readonly sha256: string;
  /** The warnings of vsce. */
  readonly warnings: readonly string[];
}

/** Packages the built extension. The same input gives the same bytes. */
export async function packageExtension(vsix: string): Promise<PackageReport> {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-package-'));
  try {
    const paths = await stageExtension(folder);
    // vsce warns about a folder without one, though here nothing is left to ignore.
    await copyFile(join(ROOT, '.vscodeignore'), join(folder, '.vscodeignore'));
    const warnings = await warningsOf(async () => {
      await createVSIX({
        cwd: folder,
        packagePath: vsix,
        dependencies: false,
        allowMissingRepository: true,
        // The pictures of the README are packaged too: there is no address that its links could be rewritten to.
        rewriteRelativeLinks: false,
      });
    });
    const files = await Promise.all(paths.map(async (path) => ({ path, size: (await stat(join(folder, path))).size })));
    const bytes = await readFile(vsix);
    return {
      files: files.toSorted((a, b) => b.size - a.size),
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      warnings,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** vsce prints its warnings, does not return them, and takes the time of files from the environment. */
async function warningsOf(run: () => Promise<void>): Promise<readonly string[]> {
  const warnings: string[] = [];
  const { warn, log } = console;
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  console.warn = (...parts: unknown[]) => void warnings.push(parts.map(String).join(' '));
  console.log = () => undefined;
  process.env['SOURCE_DATE_EPOCH'] = String(TIMESTAMP);
  try {
    await run();
  } finally {
    Object.assign(console, { warn, log });
    if (epoch === undefined) delete process.env['SOURCE_DATE_EPOCH'];
    else process.env['SOURCE_DATE_EPOCH'] = epoch;
  }
  return warnings;
}
