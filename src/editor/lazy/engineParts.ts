/**
 * What takes time to load and is not needed to activate: the engine, recordings, the timeline. It is a bundle of its
 * own, loaded when it is first used.
 */
export * from '../../engine/index.ts';
export {
  checkFolderName,
  checkPackageName,
  dialectOf,
  foldersOf,
  packageNameOf,
  planScaffold,
  readMethodPlaces,
  readTemplate,
} from '../../engine/forEditor.ts';
export { RecordingReader } from '../../recording/recordingReader.ts';
export { toTagged } from '../../wire/json/taggedJson.ts';
export { parseArgument, textOfValue } from './arguments/argumentText.ts';
export { alignDispatches } from './compare/alignDispatches.ts';
export { checkHealth, findEndpoints } from './findEndpoints.ts';
export { readEntry } from './readEntry.ts';
export { TimelineSession } from '../../timeline/timelineSession.ts';
export { EXPORT_ENDINGS, exportRecording } from '../../timeline/export/exportRecording.ts';
export { setTranslator } from '../text/l10n.ts';
