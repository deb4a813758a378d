import type { TestProject } from 'vitest/node';
import { missingForChromium } from './rig/chromium.ts';
import { ensureCodeServer, missingForCodeServer } from './rig/codeServer.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What this machine lacks for a VS Code in a browser, in words. Empty: everything is there. */
    missingForBrowserVSCode: readonly string[];
  }
}

/**
 * Set up once for all tests that need a VS Code in a browser: on Debian as root it installs and builds what is missing.
 * Elsewhere those tests are skipped, with what is missing, except on a build machine, where nothing may be skipped.
 */
export default async function setUp(project: TestProject): Promise<void> {
  const missing = [...(await missingForChromium()), ...(await missingForCodeServer())];
  if (missing.length === 0) {
    await ensureCodeServer();
  } else {
    const message = `The tests in a browser VS Code need ${missing.join(', and ')}.`;
    if (process.env['CI'] === 'true') throw new Error(message);
    console.warn(`${message} (On Debian as root they bring their own.) They are skipped.`);
  }
  project.provide('missingForBrowserVSCode', missing);
}
