import type { SuiteRun } from './suiteRun.ts';
import { startVSCodeServer } from './vscodeServer.ts';
import { launchWithProfile } from './chromium.ts';
import { workbenchAddress } from './workbench.ts';

const WITHIN = 600_000;

/** Runs the tests' module in the extension host of a VS Code server, seen by a headless browser. */
export async function runInBrowser({ extension, tests, folder, trusted, settings, env }: SuiteRun): Promise<void> {
  await using server = await startVSCodeServer({ trusted, settings, env });
  const printed: string[] = [];
  const browser = await launchWithProfile(server.folder, { width: 1400, height: 900 });
  try {
    const page = browser.pages()[0] ?? (await browser.newPage());
    const ended = new Promise<number>((resolve, reject) => {
      const late = () => reject(new Error(`the tests in the editor did not end within ${WITHIN} ms`));
      const timer = setTimeout(late, WITHIN).unref();
      void page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
        printed.push(`${type}: ${args.map(String).join(' ')}`);
      });
      void page.exposeFunction('codeAutomationExit', (code: number) => {
        clearTimeout(timer);
        resolve(code);
      });
    });
    await page.goto(workbenchAddress(server, { folder, extension, tests }));
    const code = await ended;
    if (code !== 0) throw new Error(`the tests in the editor failed with code ${code}\n${printed.join('\n')}`);
  } finally {
    await browser.close();
  }
}
