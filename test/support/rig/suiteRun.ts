/** One run of a module with tests in the extension host of a real VS Code. */
export interface SuiteRun {
  /** Absolute path of the extension under development. */
  readonly extension: string;
  /** Absolute path of the module whose `run()` is called. */
  readonly tests: string;
  /** Absolute path of the folder that is opened. */
  readonly folder: string;
  /** Whether it is trusted, or opens in Restricted Mode. */
  readonly trusted: boolean;
  /** Settings of the user. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The environment of the extension host. */
  readonly env: Readonly<Record<string, string>>;
}
