import { type BrowserContext, chromium } from 'playwright-core';
import { join } from 'node:path';
import { findInstalled } from './command.ts';
import { installChromium, isDebianRoot } from './debian.ts';

/** Its names in distributions; the one that the tests are written against comes first. */
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What `launchChromium` needs and is missing. On Debian as root it installs it itself. */
export async function missingForChromium(): Promise<readonly string[]> {
  if (await isDebianRoot()) return [];
  return (await findInstalled(BROWSERS)) === undefined ? [`a browser (${BROWSERS.join(', ')})`] : [];
}

/**
 * Starts a headless browser.
 *
 * @param folder that its profile lies in; end the browser before it is removed
 */
export async function launchChromium(
  folder: string,
  viewport: { readonly width: number; readonly height: number },
): Promise<BrowserContext> {
  if (await isDebianRoot()) await installChromium();
  const executablePath = await findInstalled(BROWSERS);
  if (executablePath === undefined) throw new Error(`no browser on PATH, looked for ${BROWSERS.join(', ')}`);
  return chromium.launchPersistentContext(join(folder, 'browser'), {
    executablePath,
    headless: true,
    artifactsDir: join(folder, 'artifacts'),
    args: QUIET,
    viewport,
    acceptDownloads: true,
    // The tests read what a webview writes to the clipboard.
    permissions: ['clipboard-read', 'clipboard-write'],
  });
}
