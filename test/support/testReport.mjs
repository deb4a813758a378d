import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** Lines of each failure that are told once more at the end, where they are found first. */
const MAX_FAILURE_LINES = 8;

/** A failed test in a few lines: what it is called, and how it failed. */
function failureText(file, { fullName, failureMessages }) {
  const why = failureMessages.join('\n').split('\n').slice(0, MAX_FAILURE_LINES).join('\n');
  return `${relative(root, file)}: ${fullName}\n${why}`;
}

/** Counts the tests of a report of Vitest's; a file that could not even be loaded counts as one failure. */
async function countsOf(report) {
  try {
    const result = JSON.parse(await readFile(report, 'utf8'));
    const unloadable = result.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    );
    const failures = result.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'failed').map((test) => failureText(name, test)),
    );
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + unloadable.length,
      skipped: result.numPendingTests + result.numTodoTests,
      failures: [...failures, ...unloadable.map(({ name, message }) => `${name}\n${message}`)],
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0, failures: [] };
  }
}

/** A layer that fails without a failed test (it crashed, or missed its coverage) counts as one failure. */
export async function layerCounts(status, report) {
  if (!report) return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0, failures: [] };
  const counts = await countsOf(report);
  if (status !== 0 && counts.failed === 0) return { ...counts, failed: 1 };
  if (status === 0 && counts.passed === 0) return { ...counts, failed: counts.failed + 1 };
  return counts;
}
