/** What the tests in the extension host are told from outside, in the environment variable `HOOSEGOW_TEST_CONTEXT`. */
export interface SuiteContext {
  readonly mode: SuiteMode;
  /** File that the results go to. */
  readonly results: string;
  /** Folder for what tests write; it goes with the editor. */
  readonly scratch: string;
  /** Recording of a dispatch that has ended. */
  readonly recording: string;
}

/** Whether the workspace is trusted, or opened in Restricted Mode. */
export type SuiteMode = 'trusted' | 'restricted';

export interface SuiteResult {
  readonly title: string;
  /** What went wrong, with its stack; `null` for a test that passed. */
  readonly error: string | null;
  readonly milliseconds: number;
}

export const CONTEXT_VARIABLE = 'HOOSEGOW_TEST_CONTEXT';

export function suiteContext(): SuiteContext {
  const text = process.env[CONTEXT_VARIABLE];
  if (text === undefined) throw new Error(`${CONTEXT_VARIABLE} is not set: the suite runs by editor.test.ts only`);
  return JSON.parse(text) as SuiteContext;
}
