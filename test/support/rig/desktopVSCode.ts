import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SuiteRun } from './suiteRun.ts';
import { QUIET_SETTINGS } from './vscodeServer.ts';

/**
 * Runs the tests' module in a desktop VS Code: the one that `HOOSEGOW_TEST_VSCODE` names, else one that is downloaded.
 * On Linux it needs a display. Rejects where a test fails.
 */
export async function runInDesktop({ extension, tests, folder, trusted, settings, env }: SuiteRun): Promise<void> {
  const vscodeExecutablePath = process.env['HOOSEGOW_TEST_VSCODE'] ?? (await downloadAndUnzipVSCode());
  const profile = await mkdtemp(join(tmpdir(), 'hoosegow-vscode-'));
  try {
    await mkdir(join(profile, 'User'), { recursive: true });
    await writeFile(join(profile, 'User/settings.json'), JSON.stringify({ ...QUIET_SETTINGS, ...settings }));
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: extension,
      extensionTestsPath: tests,
      extensionTestsEnv: env,
      launchArgs: [
        folder,
        `--user-data-dir=${profile}`,
        `--extensions-dir=${join(profile, 'extensions')}`,
        ...(trusted ? ['--disable-workspace-trust'] : []),
      ],
    });
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
