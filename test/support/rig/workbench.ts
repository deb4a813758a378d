import type { BrowserContext, Page } from 'playwright-core';
import { launchWithProfile } from './chromium.ts';
import type { VSCodeServer } from './vscodeServer.ts';

export interface WorkbenchOptions {
  /** Absolute path of the folder to open. */
  readonly folder?: string;
  /** Absolute path of an extension under development; only the inner server takes it. */
  readonly extension?: string;
  /** Absolute path of a module whose `run()` is called in the extension host. */
  readonly tests?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Called before the first page is loaded. */
  readonly before?: (browser: BrowserContext) => Promise<void>;
}

export interface Workbench {
  readonly page: Page;
  readonly browser: BrowserContext;
}

/** Opens the VS Code of a server in a headless browser, which ends with the server at the latest. */
export async function openWorkbench(server: VSCodeServer, options: WorkbenchOptions = {}): Promise<Workbench> {
  const browser = await launchWithProfile(server.folder, options.viewport ?? { width: 1400, height: 900 });
  await options.before?.(browser);
  const page = browser.pages()[0] ?? (await browser.newPage());
  await page.goto(workbenchAddress(server, options));
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  return { page, browser };
}

/** Changes settings of the user, and waits until a window has applied those of machine scope. */
export async function configureWorkbench(
  page: Page,
  server: VSCodeServer,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const sign = await server.configure(settings);
  await page.waitForFunction(`document.title.includes(${JSON.stringify(sign)})`);
}

/** The address at which a browser finds the workbench. */
export function workbenchAddress({ origin }: VSCodeServer, { folder, extension, tests }: WorkbenchOptions): string {
  const url = new URL(origin);
  const remote = (path: string) => `vscode-remote://${url.host}${path}`;
  const payload = [
    ...(extension === undefined ? [] : [['extensionDevelopmentPath', remote(extension)]]),
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(tests)]]),
    ['skipWelcome', 'true'],
  ];
  if (folder === undefined) url.searchParams.set('ew', 'true');
  else url.searchParams.set('folder', folder);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
