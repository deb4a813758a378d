import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';

/** Lines of each failure that are told once more at the end, where they are found first. */
const MAX_FAILURE_LINES = 8;

export const NOTHING = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** A failed test in a few lines: what it is called, and how it failed. */
function failureText(file, { fullName, failureMessages }) {
  const why = failureMessages.join('\n').split('\n').slice(0, MAX_FAILURE_LINES).join('\n');
  return `${file}: ${fullName}\n${why}`;
}

/** Counts the tests of a vitest report; a file that could not be loaded, or whose hooks failed, is a failure, too. */
export async function countsOf(report, root) {
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
