/**
 * What takes time to load and is not needed to activate: the engine, recordings, the timeline. It is a bundle of its
 * own, loaded when it is first used.
 */
export * from '../../engine/index.ts';
export {
  checkFolderName,
  checkPackageName,
  dialectOf,
  isMethodName,
  localDisk,
  makeProject,
  packageNameOf,
  planProject,
  readMethodPlaces,
} from '../../engine/internal.ts';
export { RecordingReader } from '../../recording/recordingReader.ts';
export { parseArgument, textOfValue } from './arguments/argumentText.ts';
export { alignDispatches } from './compare/alignDispatches.ts';
export { checkHealth, findEndpoints } from './findEndpoints.ts';
export { readEntry } from './readEntry.ts';
export { timelinePage } from '../../timeline/page.ts';
export { TimelineSession } from '../../timeline/timelineSession.ts';
export { exportRecording } from '../../timeline/export/exportRecording.ts';
export { exportName, valueFile } from '../../timeline/export/savedFile.ts';
export { writeWhole } from '../../timeline/export/writeWhole.ts';
export { setTranslator } from '../text/l10n.ts';
