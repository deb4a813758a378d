import type { App, AppCommand } from '../app/app.ts';
import type { CommandId } from '../contributions.ts';
import { buildImage } from './engines/buildImage.ts';
import { cleanUp } from './engines/cleanUp.ts';
import { compareDispatches } from './dispatches/compareDispatches.ts';
import { deleteDispatch } from './dispatches/deleteDispatch.ts';
import { editArguments } from './calls/editArguments.ts';
import { exportRecording } from './dispatches/exportRecording.ts';
import { fillCall } from './calls/fillCall.ts';
import { keepResult } from './dispatches/keepResult.ts';
import { installPackage } from './inmates/installPackage.ts';
import { makeInmate } from './inmates/makeInmate.ts';
import { newInmateProject } from './inmates/newInmateProject.ts';
import { openDispatch } from './dispatches/openDispatch.ts';
import { openDispatchRecording } from './dispatches/openDispatchRecording.ts';
import { openMethodSource } from './inmates/openMethodSource.ts';
import { refreshInmates } from './inmates/refreshInmates.ts';
import { runCall } from './calls/runCall.ts';
import { runDispatchAgain } from './dispatches/runDispatchAgain.ts';
import { runInmateMethod } from './calls/runInmateMethod.ts';
import { runLastDispatchAgain } from './calls/runLastDispatchAgain.ts';
import { runMethodAtCursor } from './calls/runMethodAtCursor.ts';
import { runWithEditedArguments } from './calls/runWithEditedArguments.ts';
import { saveCall } from './calls/saveCall.ts';
import { selectContainerEngine } from './engines/selectContainerEngine.ts';
import { openSampleRecording } from './dispatches/openSampleRecording.ts';
import { refreshImages } from './images/refreshImages.ts';
import { removeImage } from './images/removeImage.ts';
import { removeUnusedImages } from './images/removeUnusedImages.ts';
import { showBuildLog } from './images/showBuildLog.ts';
import { stopContainer } from './images/stopContainer.ts';
import { showLog } from './showLog.ts';
import { stopDispatch } from './dispatches/stopDispatch.ts';
import { groupDispatches } from './list/groupDispatches.ts';
import { filterDispatches } from './list/filterDispatches.ts';
import { clearDispatchFilter } from './list/clearDispatchFilter.ts';
import { pinDispatch } from './list/pinDispatch.ts';
import { unpinDispatch } from './list/unpinDispatch.ts';
import { compareWithLast } from './dispatches/compareWithLast.ts';
import { copyCommandLine } from './dispatches/copyCommandLine.ts';
import { copyResult } from './dispatches/copyResult.ts';
import { showAllHiddenLines } from './dispatches/showAllHiddenLines.ts';
import { showHiddenLines } from './dispatches/showHiddenLines.ts';
import { revealRecording } from './dispatches/revealRecording.ts';

/** Every command of the extension. */
export const APP_COMMANDS: readonly AppCommand[] = [
  newInmateProject,
  makeInmate,
  runInmateMethod,
  runLastDispatchAgain,
  runWithEditedArguments,
  stopDispatch,
  buildImage,
  selectContainerEngine,
  openDispatchRecording,
  compareDispatches,
  exportRecording,
  cleanUp,
  showLog,
  openMethodSource,
  refreshInmates,
  openDispatch,
  runDispatchAgain,
  deleteDispatch,
  runMethodAtCursor,
  keepResult,
  installPackage,
  editArguments,
  runCall,
  saveCall,
  fillCall,
  openSampleRecording,
  refreshImages,
  removeImage,
  removeUnusedImages,
  showBuildLog,
  stopContainer,
  groupDispatches,
  filterDispatches,
  clearDispatchFilter,
  pinDispatch,
  unpinDispatch,
  compareWithLast,
  copyCommandLine,
  copyResult,
  revealRecording,
  showHiddenLines,
  showAllHiddenLines,
];

/** @param args as the command was called with: they may be anything */
export async function runCommand(app: App, id: CommandId, args: readonly unknown[]): Promise<unknown> {
  return APP_COMMANDS.find((command) => command.id === id)?.execute(app, ...args);
}
