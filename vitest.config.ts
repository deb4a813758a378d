import { defineConfig } from 'vitest/config';

/** Modules in which an untested branch is a hole: every branch must run. */
const fullyCovered = [
  'src/wire/**/*.ts',
  'src/recording/**/*.ts',
  // What bounds how many there are.
  'src/engine/calls/{boundedHost,containerPlaces,fairQueue,underWay}.ts',
  // What decides how a dispatch ends.
  'src/engine/dispatch/**/*.ts',
  'src/engine/async/{sharedSignal,untilAborted}.ts',
  'src/engine/errors/{dispatchError,errors}.ts',
  'src/engine/options/callSettings.ts',
];
/** The pool: all but the moments that only a real engine makes, which the docker layer has. */
const pool = 'src/engine/pool/**/*.ts';

export default defineConfig({
  test: {
    // Threads that tests start run sources as they are; they take the arguments of the process.
    execArgv: ['--import', './test/support/typescript.mjs'],
    setupFiles: ['test/support/noWarnings.ts'],
    // Who polls waits for what happens, and fails where it never does: a busy machine may take its time.
    expect: { poll: { timeout: 60_000, interval: 20 } },
    // Taking the daemon down may have to wait for containers that do not want to end.
    teardownTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          globalSetup: ['test/support/temporaryFolder.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A process for each file costs more than most files do.
          isolate: false,
        },
      },
      {
        extends: true,
        // What is whole: processes of ours, the fake daemon, what is installed of the package.
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/support/temporaryFolder.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        // A process for each test, and no more of them than there are cores.
        test: { name: 'fuzz', include: ['test/fuzz/**/*.test.ts'], testTimeout: 120_000, maxConcurrency: 2 },
      },
      {
        extends: true,
        test: {
          name: 'webview',
          include: ['test/webview/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Each has a browser of its own, which takes a processor.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'docker',
          include: ['test/docker/**/*.test.ts'],
          globalSetup: ['test/support/dockerRig.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          // The tests hold deadlines against a real daemon; a second file at the same time would spoil them.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'soak',
          include: ['test/soak/**/*.soak.ts'],
          globalSetup: ['test/support/dockerRig.ts'],
          // As long as it takes: how much is run is up to whoever starts it.
          testTimeout: 24 * 3_600_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'vscode',
          include: ['test/vscode/**/*.test.ts'],
          globalSetup: ['test/support/dockerRig.ts'],
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/vscodeRig.ts', 'test/support/dockerRig.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      // The folder is emptied before a run: other tests keep pictures and output beside it.
      reportsDirectory: 'coverage/branches',
      include: [...fullyCovered, pool],
      reporter: [['text', { skipFull: true }]],
      thresholds: {
        ...Object.fromEntries(fullyCovered.map((glob) => [glob, { branches: 100 }])),
        [pool]: { branches: 97 },
      },
    },
  },
});
