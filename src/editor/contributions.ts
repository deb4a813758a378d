import { INMATE_ENDINGS } from '../text/inmateEndings.ts';

/**
 * Every id that the manifest (`package.json`) and the code must agree on. A unit test compares them.
 */

/** Commands of the palette, and those that only views, lenses and notifications call. */
export const COMMANDS = {
  newProject: 'hoosegow.newInmateProject',
  makeInmate: 'hoosegow.makeFolderAnInmate',
  run: 'hoosegow.runInmateMethod',
  runLast: 'hoosegow.runLastDispatchAgain',
  runEdited: 'hoosegow.runWithEditedArguments',
  stop: 'hoosegow.stopDispatch',
  build: 'hoosegow.buildImage',
  selectEngine: 'hoosegow.selectContainerEngine',
  openRecording: 'hoosegow.openDispatchRecording',
  compare: 'hoosegow.compareDispatches',
  exportRecording: 'hoosegow.exportRecording',
  cleanUp: 'hoosegow.cleanUp',
  showLog: 'hoosegow.showLog',
  openMethodSource: 'hoosegow.openMethodSource',
  refreshInmates: 'hoosegow.refreshInmates',
  openDispatch: 'hoosegow.openDispatch',
  runDispatchAgain: 'hoosegow.runDispatchAgain',
  deleteDispatch: 'hoosegow.deleteDispatch',
  runAtCursor: 'hoosegow.runMethodAtCursor',
  keepResult: 'hoosegow.keepResult',
  installPackage: 'hoosegow.installPackage',
  editArguments: 'hoosegow.editArguments',
  runCall: 'hoosegow.runCall',
  saveCall: 'hoosegow.saveCall',
  fillCall: 'hoosegow.fillCall',
  openSample: 'hoosegow.openSampleRecording',
  showBuildLog: 'hoosegow.showBuildLog',
  refreshImages: 'hoosegow.refreshImages',
  removeImage: 'hoosegow.removeImage',
  removeUnusedImages: 'hoosegow.removeUnusedImages',
  stopContainer: 'hoosegow.stopContainer',
  groupDispatches: 'hoosegow.groupDispatches',
  filterDispatches: 'hoosegow.filterDispatches',
  clearDispatchFilter: 'hoosegow.clearDispatchFilter',
  pinDispatch: 'hoosegow.pinDispatch',
  unpinDispatch: 'hoosegow.unpinDispatch',
  compareWithLast: 'hoosegow.compareWithLastDispatch',
  copyCommandLine: 'hoosegow.copyCommandLine',
  copyResult: 'hoosegow.copyResult',
  revealRecording: 'hoosegow.revealRecording',
  showHiddenLines: 'hoosegow.showHiddenLines',
  showAllHiddenLines: 'hoosegow.showAllHiddenLines',
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

export const VIEWS = {
  container: 'hoosegow',
  inmates: 'hoosegow.inmates',
  dispatches: 'hoosegow.dispatches',
  images: 'hoosegow.images',
} as const;

/** `contextValue`s of the views' items, for the conditions of menus. */
export const ITEMS = {
  inmate: 'hoosegow.inmate',
  method: 'hoosegow.method',
  running: 'hoosegow.dispatch.running',
  ended: 'hoosegow.dispatch.ended',
  image: 'hoosegow.image',
  container: 'hoosegow.container',
  pinned: 'hoosegow.dispatch.pinned',
} as const;

export const TIMELINE_EDITOR = 'hoosegow.timeline';
/** View type of the tab with the result of the last run. */
export const RESULT_PANEL = 'hoosegow.result';

export const WALKTHROUGH = 'hoosegow.start';

/** Scheme of texts that exist only in the editor: build logs, sides of a comparison. */
export const TEXT_SCHEME = 'hoosegow-text';

/** How files that call a method end, and the folder beside the inmate that new ones are kept in. */
export const CALL_ENDING = '.call.jsonc';
export const CALLS_FOLDER = 'calls';

/** Scheme of values and streams of a recording, opened to be read. */
export const WHOLE_SCHEME = 'hoosegow-value';

export const CONTEXT_KEYS = {
  /** Whether the workspace has an inmate. */
  hasInmates: 'hoosegow.hasInmates',
  /** Whether a dispatch is running. */
  running: 'hoosegow.running',
  /** Whether the history holds a dispatch. */
  hasDispatches: 'hoosegow.hasDispatches',
  /** Whether the list leaves out dispatches. */
  filtered: 'hoosegow.dispatchesFiltered',
  /** Whether the last call of this workspace is known. */
  hasLast: 'hoosegow.hasLast',
  /** Whether the comparison in the active editor hides lines. */
  hidesLines: 'hoosegow.hidesLines',
  /** Whether the cursor is in a line that stands for hidden ones. */
  atHiddenLines: 'hoosegow.atHiddenLines',
} as const;

export type ContextKey = (typeof CONTEXT_KEYS)[keyof typeof CONTEXT_KEYS];

export const SETTINGS = {
  engineKind: 'hoosegow.engine.kind',
  host: 'hoosegow.engine.host',
  context: 'hoosegow.engine.context',
  runtime: 'hoosegow.engine.runtime',
  waiting: 'hoosegow.engine.waiting',
  env: 'hoosegow.container.env',
  buildSecrets: 'hoosegow.images.secrets',
  user: 'hoosegow.container.user',
  network: 'hoosegow.container.network',
  memory: 'hoosegow.limits.memory',
  processors: 'hoosegow.limits.processors',
  processes: 'hoosegow.limits.processes',
  timeout: 'hoosegow.limits.timeout',
  output: 'hoosegow.limits.output',
  value: 'hoosegow.limits.value',
  valueItems: 'hoosegow.limits.valueItems',
  valueDepth: 'hoosegow.limits.valueDepth',
  baseImage: 'hoosegow.images.baseImage',
  buildNetwork: 'hoosegow.images.buildNetwork',
  platform: 'hoosegow.images.platform',
  contextSize: 'hoosegow.images.contextSize',
  contextFiles: 'hoosegow.images.contextFiles',
  keepImages: 'hoosegow.images.keep',
  historyCount: 'hoosegow.history.maxCount',
  historySize: 'hoosegow.history.maxSize',
  codeLens: 'hoosegow.codeLens.enabled',
  prepareOnSave: 'hoosegow.prepareOnSave',
  runOnSave: 'hoosegow.runOnSave',
} as const;

export type SettingId = (typeof SETTINGS)[keyof typeof SETTINGS];

/** Settings that only user or machine settings can change: a workspace may not. */
export const MACHINE_SETTINGS: readonly SettingId[] = [
  SETTINGS.engineKind,
  SETTINGS.host,
  SETTINGS.context,
  SETTINGS.runtime,
  SETTINGS.waiting,
  SETTINGS.env,
  SETTINGS.buildSecrets,
  SETTINGS.user,
  SETTINGS.network,
  SETTINGS.buildNetwork,
  SETTINGS.contextSize,
  SETTINGS.contextFiles,
  SETTINGS.runOnSave,
];

/** Settings that a workspace in Restricted Mode cannot change. Only a trusted workspace can tighten limits. */
export const RESTRICTED_SETTINGS: readonly SettingId[] = [
  ...MACHINE_SETTINGS,
  SETTINGS.memory,
  SETTINGS.processors,
  SETTINGS.processes,
  SETTINGS.timeout,
  SETTINGS.output,
  SETTINGS.value,
  SETTINGS.valueItems,
  SETTINGS.valueDepth,
  SETTINGS.baseImage,
  SETTINGS.platform,
  SETTINGS.keepImages,
  SETTINGS.historyCount,
  SETTINGS.historySize,
  SETTINGS.prepareOnSave,
];

/** Settings that decide only what is shown: any workspace can change them. Each other one is in one of the lists above. */
export const HARMLESS_SETTINGS: readonly SettingId[] = [SETTINGS.codeLens];

/** Names that an inmate's module may have. */
export const INMATE_GLOB = `**/inmate.{${INMATE_ENDINGS.join(',')}}`;
/** Modules that an inmate may consist of. */
export const SOURCE_GLOB = `**/*.{${INMATE_ENDINGS.join(',')}}`;
export const INMATE_EXCLUDE = '**/{node_modules,dist,out,coverage,.git}/**';
