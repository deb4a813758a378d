import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** Lines of each failure that are repeated at the end, where readers look first. */
const MAX_FAILURE_LINES = 8;

const NOTHING = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** A failed test in a few lines: its name, and how it failed. */
function failureText(file, { fullName, failureMessages }) {
  const why = failureMessages.join('\n').split('\n').slice(0, MAX_FAILURE_LINES).join('\n');
  return `${file}: ${fullName}\n${why}`;
}

/** Counts the tests of a vitest report; a file that could not be loaded, or whose hooks failed, is a failure, too. */
async function countsOf(report) {
  let result;
  try {
    result = JSON.parse(await readFile(report, 'utf8'));
  } catch {
    return NOTHING;
  }
  const failures = result.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map((test) => failureText(relative(root, name), test)),
  );
  const broken = result.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + broken.length,
    skipped: result.numPendingTests + result.numTodoTests,
    failures: [...failures, ...broken.map(({ name, message }) => `${relative(root, name)}\n${message}`)],
  };
}

/**
 * The counts of a layer, by its exit status. One without a report counts as one check; one that fails without a failed
 * test (it crashed, or missed its coverage) as one failure.
 */
export async function layerCounts(status, report) {
  if (!report) return { ...NOTHING, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
  const counted = await countsOf(report);
  if (status !== 0 && counted.failed === 0) return { ...counted, failed: 1 };
  if (status === 0 && counted.passed === 0) return { ...counted, failed: counted.failed + 1 };
  return counted;
}
