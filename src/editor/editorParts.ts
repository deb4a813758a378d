/**
 * Parts that know the editor and are not needed for activation: what commands do, and what else is first needed when it is
 * used. They are a separate bundle, loaded on first use; what they share with the rest of the extension is there once.
 */
export { markBuildFailure } from './builds/showBuildFailure.ts';
export { readRecordedCall } from './calls/recordedCall.ts';
export { runCommand } from './commands/appCommands.ts';
export { saveExport, saveValue, saveWhole } from './exports/exportFile.ts';
export { storeItem } from './images/imageItems.ts';
export { readStore } from './images/readStore.ts';
export { openSetting } from './settings/openSetting.ts';
export { openSource } from './source/openSource.ts';
