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
export {
  argumentsOf,
  canEndAt,
  givenAnswers,
  isSimple,
  nextQuestion,
  picksOf,
  type Question,
} from './arguments/argumentFlow.ts';
export { parseArgument, textOfValue } from './arguments/argumentText.ts';
export { asFileValue, callValueOf, fileReference, parseCallValue, takesNull } from './arguments/choiceValues.ts';
export { promptOf, wordsOfEmpty } from './arguments/questionWords.ts';
export { fillCallFiles, findCallFiles } from './calls/callFiles.ts';
export { completeCall, type Proposal } from './calls/completeCall.ts';
export { methodOfCall, readCallText, type CallProblem, type CallText } from './calls/readCallText.ts';
export { writeCallText } from './calls/writeCallText.ts';
export { alignDispatches } from './compare/alignDispatches.ts';
export { askProcessors } from './askProcessors.ts';
export { checkHealth, findEndpoints } from './findEndpoints.ts';
export { engineStore } from './images/engineStore.ts';
export { inSettingWords } from '../steps/settingWords.ts';
export { stepsOfError } from '../steps/stepsOfError.ts';
export { readResultText } from './readResultText.ts';
export { readEntry } from './readEntry.ts';
export { timelinePage } from '../../timeline/page.ts';
export { SessionSwitch } from '../../timeline/sessionSwitch.ts';
export { TimelineSession } from '../../timeline/timelineSession.ts';
export { exportRecording } from '../../timeline/export/exportRecording.ts';
export { isEmptyStream } from '../../timeline/export/isEmptyStream.ts';
export { checkWhole } from '../../protocol/value/checkWhole.ts';
export { readWhole } from '../../timeline/whole/readWhole.ts';
export { textOf } from '../../timeline/whole/wholeFile.ts';
export { exportName, valueFile } from '../../timeline/export/savedFile.ts';
export { writeWhole } from '../../timeline/export/writeWhole.ts';
export { commandLine, NoCommandError } from '../../timeline/whole/commandLine.ts';
export { setTranslator } from '../text/l10n.ts';
