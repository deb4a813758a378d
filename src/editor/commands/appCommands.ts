import type { AppCommand } from '../app/app.ts';
import { buildImage } from './buildImage.ts';
import { cleanUp } from './cleanUp.ts';
import { compareDispatches } from './compareDispatches.ts';
import { deleteDispatch } from './deleteDispatch.ts';
import { exportRecording } from './exportRecording.ts';
import { installPackage } from './installPackage.ts';
import { makeInmate } from './makeInmate.ts';
import { newInmateProject } from './newInmateProject.ts';
import { openDispatch } from './openDispatch.ts';
import { openDispatchRecording } from './openDispatchRecording.ts';
import { openMethodSource } from './openMethodSource.ts';
import { openSampleRecording } from './openSampleRecording.ts';
import { refreshImages } from './refreshImages.ts';
import { refreshInmates } from './refreshInmates.ts';
import { removeImage } from './removeImage.ts';
import { removeUnusedImages } from './removeUnusedImages.ts';
import { runDispatchAgain } from './runDispatchAgain.ts';
import { runInmateMethod } from './runInmateMethod.ts';
import { runLastDispatchAgain } from './runLastDispatchAgain.ts';
import { runWithEditedArguments } from './runWithEditedArguments.ts';
import { selectContainerEngine } from './selectContainerEngine.ts';
import { showBuildLog } from './showBuildLog.ts';
import { showLog } from './showLog.ts';
import { stopContainer } from './stopContainer.ts';
import { stopDispatch } from './stopDispatch.ts';

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
  installPackage,
  openSampleRecording,
  refreshImages,
  removeImage,
  removeUnusedImages,
  showBuildLog,
  stopContainer,
];
