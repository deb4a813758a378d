import Mocha from 'mocha';
import { writeFile } from 'node:fs/promises';
import { suiteContext, type SuiteResult } from './context.ts';

/** Called in the extension host. Rejects where a test fails; the results are in the file that the context names. */
export async function run(): Promise<void> {
  const { mode, results: file } = suiteContext();
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: 'min' });
  mocha.suite.emit('pre-require', globalThis, null, mocha);
  const { trusted, restricted } = await import('virtual:specs');
  for (const load of mode === 'trusted' ? trusted : restricted) await load();
  const results = await resultsOf(mocha);
  await writeFile(file, JSON.stringify(results));
  const failed = results.filter(({ error }) => error !== null);
  if (failed.length > 0) throw new Error(`${failed.length} of ${results.length} tests failed`);
}

function resultsOf(mocha: Mocha): Promise<SuiteResult[]> {
  const results: SuiteResult[] = [];
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(results));
    const add = (test: Mocha.Test, error: string | null) =>
      results.push({ title: test.fullTitle(), error, milliseconds: test.duration ?? 0 });
    runner.on('pass', (test) => add(test, null));
    // A hook that fails is reported here, too.
    runner.on('fail', (test, error: Error) => add(test, error.stack ?? String(error)));
    runner.on('pending', (test) => add(test, 'skipped: in the editor nothing may be'));
  });
}
