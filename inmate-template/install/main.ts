/**
 * Installs what the lock file of a project says, while its image is being built, and leaves nothing else behind. Install
 * scripts are code of strangers that would run with the network of the build: they do not run.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planInstall, type Plan } from './plan.ts';
import { takeSecrets, withFiles } from './secrets.ts';

const QUIET = ['--no-audit', '--no-fund'];

function main(): number {
  const plan = planInstall({ read: (name) => (existsSync(name) ? readFileSync(name, 'utf8') : undefined) });
  if (plan.manager === 'none') return 0;
  if (plan.manager === 'unknown') {
    process.stderr.write(`hoosegow: ${plan.why}\n`);
    return 1;
  }
  const secrets = takeSecrets(process.env);
  const work = mkdtempSync(join(tmpdir(), 'hoosegow-install-'));
  try {
    const env = { ...process.env, ...settingsIn(work), ...secrets.env };
    return withFiles(secrets.files, () => install(plan, work, env));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Settings of the package managers, as environment variables: these override those in their files. */
function settingsIn(work: string): Record<string, string> {
  return {
    CI: '1',
    TMPDIR: work,
    NODE_ENV: 'production',
    NODE_DISABLE_COMPILE_CACHE: '1',
    COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
    npm_config_cache: join(work, 'npm'),
    npm_config_update_notifier: 'false',
    XDG_CACHE_HOME: join(work, 'cache'),
    XDG_DATA_HOME: join(work, 'data'),
    XDG_STATE_HOME: join(work, 'state'),
    // The inmate runs without Yarn's loader, which Yarn's own way of installing needs.
    YARN_NODE_LINKER: 'node-modules',
    YARN_ENABLE_SCRIPTS: 'false',
    YARN_ENABLE_TELEMETRY: 'false',
    YARN_ENABLE_GLOBAL_CACHE: 'true',
    YARN_GLOBAL_FOLDER: join(work, 'yarn'),
    YARN_INSTALL_STATE_PATH: join(work, 'install-state.gz'),
    YARN_IGNORE_PATH: '1',
  };
}

function install(
  plan: Plan & { manager: 'npm' | 'pnpm' | 'yarn' | 'berry' },
  work: string,
  env: NodeJS.ProcessEnv,
): number {
  if (plan.manager === 'npm') return run('npm', ['ci', '--omit=dev', '--ignore-scripts', ...QUIET], env);
  const tools = join(work, 'tools');
  const settings = existsSync('.npmrc') ? ['--userconfig', join(process.cwd(), '.npmrc')] : [];
  const fetched = run(
    'npm',
    [
      'install',
      '--prefix',
      tools,
      ...settings,
      '--no-save',
      '--ignore-scripts',
      '--loglevel=error',
      ...QUIET,
      plan.tool,
    ],
    env,
  );
  if (fetched !== 0) return fetched;
  const tool = join(tools, 'node_modules/.bin', plan.manager === 'pnpm' ? 'pnpm' : 'yarn');
  for (const args of commandsOf(plan, work)) {
    const status = run(tool, args, env);
    if (status !== 0) return status;
  }
  return 0;
}

function commandsOf(
  plan: { readonly manager: 'pnpm' | 'yarn' | 'berry'; readonly tool: string },
  work: string,
): readonly (readonly string[])[] {
  switch (plan.manager) {
    case 'pnpm':
      return [['install', '--prod', '--frozen-lockfile', '--ignore-scripts', '--store-dir', join(work, 'store')]];
    case 'yarn':
      return [
        'install --production --frozen-lockfile --ignore-scripts --non-interactive --no-progress --cache-folder'
          .split(' ')
          .concat(join(work, 'yarn-1')),
      ];
    case 'berry':
      // The second one removes development dependencies; alone it would accept a lock that is out of date.
      return /@[0-3]\.[^/]*$/.test(plan.tool)
        ? [['install', '--immutable']]
        : [
            ['install', '--immutable', '--mode=skip-build'],
            ['workspaces', 'focus', '--production'],
          ];
  }
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
  const { status, error } = spawnSync(command, args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) process.stderr.write(`hoosegow: cannot run ${command}: ${error.message}\n`);
  return status ?? 1;
}

process.exitCode = main();
