import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { join } from 'node:path';
import { findInstalled } from './command.ts';
import { installChromium, isDebianRoot } from './debian.ts';

/**
 * Names of it in distributions. The first is Chromium without its own windows and menus, which takes half of the
 * processor time of the others.
 */
const BROWSERS = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
] as const;

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of the browser that `HOOSEGOW_CHROMIUM` names, else of the first that is installed. */
async function findBrowser(): Promise<string | undefined> {
  return process.env['HOOSEGOW_CHROMIUM'] ?? findInstalled(BROWSERS);
}

/** The same; on Debian as root it installs one first. Without one the tests fail: nothing else proves what they do. */
async function browserPath(): Promise<string> {
  if (await isDebianRoot()) await installChromium();
  const path = await findBrowser();
  if (path !== undefined) return path;
  throw new Error(`no browser on PATH, looked for ${BROWSERS.join(', ')}; HOOSEGOW_CHROMIUM may name another`);
}

/** What the launchers need and is missing. On Debian as root they install it themselves. */
export async function missingForChromium(): Promise<readonly string[]> {
  if (await isDebianRoot()) return [];
  return (await findBrowser()) === undefined ? [`a browser (${BROWSERS.join(', ')})`] : [];
}

/**
 * Starts a headless browser.
 *
 * @param flags besides those of every test
 */
export async function launchBrowser(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: await browserPath(), args: [...QUIET, ...flags] });
}

/**
 * Starts a headless browser with one profile, which may read and write the clipboard.
 *
 * @param folder that its profile lies in; end the browser before it is removed
 */
export async function launchWithProfile(
  folder: string,
  viewport: { readonly width: number; readonly height: number },
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(join(folder, 'browser'), {
    executablePath: await browserPath(),
    headless: true,
    artifactsDir: join(folder, 'artifacts'),
    args: QUIET,
    viewport,
    acceptDownloads: true,
    // The tests read what a webview writes to the clipboard.
    permissions: ['clipboard-read', 'clipboard-write'],
  });
}
