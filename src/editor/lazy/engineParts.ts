/**
 * What takes time to load and is not needed to activate: the engine, recordings, the timeline. It is a bundle of its
 * own, loaded when it is first used.
 */
export * from '../../engine/index.ts';
export { checkFolderName, checkPackageName, packageNameOf } from '../../engine/scaffold/packageName.ts';
export { isMethodName } from '../../engine/scaffold/addMethod.ts';
export { localDisk } from '../../engine/scaffold/localDisk.ts';
export { makeProject, planProject } from '../../engine/scaffold/makeProject.ts';
export { dialectOf } from '../../engine/methods/source/dialect.ts';
export { readMethodPlaces } from '../../engine/methods/readMethodPlaces.ts';
export { RecordingReader } from '../../recording/recordingReader.ts';
export { toTagged } from '../../wire/json/taggedJson.ts';
export { parseArgument, textOfValue } from './arguments/argumentText.ts';
export { alignDispatches } from './compare/alignDispatches.ts';
export { checkHealth, findEndpoints } from './findEndpoints.ts';
export { readEnding, readEntry } from './readEntry.ts';
export { TimelineSession } from '../../timeline/timelineSession.ts';
export { EXPORT_ENDINGS, exportRecording } from '../../timeline/export/exportRecording.ts';
export { setTranslator } from '../text/l10n.ts';
