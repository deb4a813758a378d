import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { installChromium, isDebianRoot } from '../../support/rig/debian.ts';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the Chromium of this machine. Without one the tests of the timeline fail, since nothing else proves it.
 *
 * @param flags besides those of every test
 */
export async function launchBrowser(flags: readonly string[] = []): Promise<Browser> {
  if (await isDebianRoot()) await installChromium();
  const executablePath = process.env['HOOSEGOW_CHROMIUM'] ?? PLACES.find((place) => existsSync(place));
  if (!executablePath) throw new Error('the tests of the timeline need Chromium: apt-get install chromium');
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags] });
}
