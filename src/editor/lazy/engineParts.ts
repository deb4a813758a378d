/**
 * Parts that take time to load and are not needed for activation: the engine, recordings, the timeline. They are a
 * separate bundle, loaded on first use.
 */
export * from '../../engine/index.ts';
export {
  checkFolderName,
  checkMethodName,
  checkPackageName,
  dialectOf,
  failedStep,
  lineOfStep,
  localDisk,
  makeProject,
  planProject,
  readMethodPlaces,
  suggestedMethodName,
  suggestedPackageName,
} from '../../engine/internal.ts';
export { RecordingReader } from '../../recording/recordingReader.ts';
export { parseArgument, textOfValue } from './arguments/argumentText.ts';
export { alignDispatches } from './compare/alignDispatches.ts';
export { askProcessors } from './askProcessors.ts';
export { checkHealth, findEndpoints } from './findEndpoints.ts';
export { engineStore } from './images/engineStore.ts';
export { inSettingWords } from '../steps/settingWords.ts';
export { stepsOfError } from '../steps/stepsOfError.ts';
export { readEntry } from './readEntry.ts';
export { timelinePage } from '../../timeline/page.ts';
export { TimelineSession } from '../../timeline/timelineSession.ts';
export { exportRecording } from '../../timeline/export/exportRecording.ts';
export { exportName, valueFile } from '../../timeline/export/savedFile.ts';
export { writeWhole } from '../../timeline/export/writeWhole.ts';
export { setTranslator } from '../text/l10n.ts';
