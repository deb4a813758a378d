import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { packageExtension } from './extension/packageExtension.ts';
import { missingForChromium } from './rig/chromium.ts';
import { missingForCodeServer } from './rig/codeServer.ts';
import { installExtension } from './rig/vscodeServer.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What this machine lacks for a VS Code in a browser, in words. Empty: nothing. */
    missingForBrowserVSCode: readonly string[];
    /** A folder into which the packaged extension was installed, for all the servers of the tests. */
    installedExtensions: string;
  }
}

/**
 * Set up once for all tests that need a VS Code in a browser: on Debian as root it installs and builds what is missing.
 * Elsewhere those tests are skipped, with what is missing, except on a build machine, where nothing may be skipped.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const missing = [...(await missingForChromium()), ...(await missingForCodeServer())];
  const work = await mkdtemp(join(tmpdir(), 'hoosegow-installed-'));
  const extensions = join(work, 'extensions');
  const remove = () => rm(work, { recursive: true, force: true });
  if (missing.length === 0) {
    try {
      const vsix = join(work, 'hoosegow-inspector.vsix');
      await packageExtension(vsix);
      await installExtension(vsix, extensions);
    } catch (error) {
      await remove();
      throw error;
    }
  } else {
    const message = `The tests in a browser VS Code need ${missing.join(', and ')}.`;
    if (process.env['CI'] === 'true') throw new Error(message);
    console.warn(`${message} (On Debian as root they bring their own.) They are skipped.`);
  }
  project.provide('missingForBrowserVSCode', missing);
  project.provide('installedExtensions', extensions);
  return remove;
}
