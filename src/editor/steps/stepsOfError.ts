import path from 'node:path';
import type { FileProblem } from '../../engine/index.ts';
import type { ErrorCode } from '../../wire/hoosegowError.ts';
import { isRecord } from '../../text/isRecord.ts';
import { SETTINGS, type SettingId } from '../contributions.ts';
import { isPlainPackageName } from '../source/installCommand.ts';
import { l10n } from '../text/l10n.ts';
import type { UserError } from '../text/userError.ts';
import { engineAwaySteps } from './engineAway.ts';
import { STEPS, type NextStep } from './nextStep.ts';
import { inSettingWords } from './settingWords.ts';

/** Packages that are offered at once. */
const MAX_INSTALLS = 2;
/** Files of a project that messages name. */
const PROJECT_FILE = /(?:^|[\s"'(])(Dockerfile|package\.json|\.dockerignore|\.npmrc|tsconfig\.json)(?::(\d+))?/;

/** What engines say where a container is made with what they do not know. */
const UNKNOWN: readonly (readonly [said: RegExp, setting: SettingId])[] = [
  [/\bnetwork \S+ not found\b|\bunable to find network\b/i, SETTINGS.network],
  [/\bunknown (?:or invalid )?runtime\b/i, SETTINGS.runtime],
];

/** Where an error happened. */
export interface ErrorPlace {
  /** Path of the inmate's folder, where one was concerned. */
  readonly inmateDir: string | undefined;
  readonly platform: NodeJS.Platform;
}

type Steps = (error: Error, place: ErrorPlace) => readonly NextStep[];

/** The next step after each error of the engine. What has none here does not compile. */
export const STEPS_BY_CODE: Readonly<Record<ErrorCode, Steps>> = {
  HOOSEGOW_USAGE: usageSteps,
  HOOSEGOW_UNENCODABLE: () => [STEPS.editArguments()],
  HOOSEGOW_CLOSED: () => [STEPS.runAgain()],
  HOOSEGOW_QUEUE_FULL: () => [STEPS.stop()],
  HOOSEGOW_NO_PLACE: () => [STEPS.stop()],
  HOOSEGOW_PROJECT: projectSteps,
  HOOSEGOW_SOURCE: sourceSteps,
  HOOSEGOW_IMAGE_MISSING: () => [STEPS.build()],
  HOOSEGOW_IMAGE_BUILD: projectSteps,
  HOOSEGOW_ENGINE: engineSteps,
  HOOSEGOW_RECORDING: () => [STEPS.openRecording()],
  HOOSEGOW_FORMAT: () => [STEPS.openRecording()],
  HOOSEGOW_RAISED: () => [STEPS.editArguments()],
  HOOSEGOW_IMPORT: sourceSteps,
  HOOSEGOW_LOADING_TIMEOUT: () => [STEPS.setting(SETTINGS.timeout)],
  HOOSEGOW_LOADING_EXITED: sourceSteps,
  HOOSEGOW_LOADING_OUT_OF_MEMORY: () => [STEPS.setting(SETTINGS.memory)],
  HOOSEGOW_LOADING_OUTPUT: () => [STEPS.setting(SETTINGS.output)],
  HOOSEGOW_EXITED: () => [STEPS.runAgain()],
  HOOSEGOW_OUT_OF_MEMORY: () => [STEPS.setting(SETTINGS.memory)],
  HOOSEGOW_TIMED_OUT: () => [STEPS.setting(SETTINGS.timeout)],
  HOOSEGOW_CANCELLED: () => [STEPS.runAgain()],
  HOOSEGOW_OUTPUT_LIMIT: () => [STEPS.setting(SETTINGS.output)],
  HOOSEGOW_PROTOCOL_VIOLATION: () => [STEPS.build()],
  HOOSEGOW_ERROR: () => [STEPS.reload()],
};

/** What can be done about an error. Errors come from several bundles: their codes and names are read, not their classes. */
export function stepsOfError(error: unknown, place: ErrorPlace): readonly NextStep[] {
  if (isUserError(error)) return error.steps;
  if (!(error instanceof Error)) return [STEPS.report()];
  const code: unknown = 'code' in error ? error.code : undefined;
  if (!isErrorCode(code)) return [STEPS.report()];
  const steps = STEPS_BY_CODE[code](error, { ...place, inmateDir: dirOf(error) ?? place.inmateDir });
  const { setting } = inSettingWords(error.message);
  const isOffered = steps.some((step) => step.kind === 'setting' && step.setting === setting);
  return setting === undefined || isOffered ? steps : [STEPS.setting(setting), ...steps];
}

function isUserError(error: unknown): error is UserError {
  return error instanceof Error && 'steps' in error && Array.isArray(error.steps) && error.steps.length > 0;
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(STEPS_BY_CODE, code);
}

function dirOf(error: Error): string | undefined {
  return 'inmateDir' in error && typeof error.inmateDir === 'string' ? error.inmateDir : undefined;
}

function usageSteps({ name, message }: Error, { inmateDir }: ErrorPlace): readonly NextStep[] {
  if (name === 'NoDockerfileError' && inmateDir !== undefined) return [STEPS.makeInmate(inmateDir)];
  return [STEPS.setting(inSettingWords(message).setting ?? SETTINGS.engineKind), STEPS.run()];
}

function engineSteps(error: Error, { platform }: ErrorPlace): readonly NextStep[] {
  const phase: unknown = 'phase' in error ? error.phase : undefined;
  // The disk that recordings are on.
  if (phase === 'record') return [STEPS.setting(SETTINGS.historySize)];
  const [, unknown] = UNKNOWN.find(([said]) => said.test(error.message)) ?? [];
  if (unknown !== undefined) return [STEPS.setting(unknown), STEPS.selectEngine()];
  return engineAwaySteps(error.message, platform);
}

function projectSteps(error: Error, { inmateDir }: ErrorPlace): readonly NextStep[] {
  if (inmateDir === undefined) return [STEPS.build()];
  const [, name, line] = PROJECT_FILE.exec(error.message) ?? [];
  const file = name ?? 'Dockerfile';
  return [STEPS.file(l10n.t('Open {0}', file), path.join(inmateDir, file), line === undefined ? 1 : Number(line))];
}

function sourceSteps(error: Error, { inmateDir }: ErrorPlace): readonly NextStep[] {
  if (inmateDir === undefined) return [STEPS.build()];
  const listed: unknown = 'problems' in error ? error.problems : undefined;
  const problems = Array.isArray(listed) ? listed.filter(isProblem) : [];
  const missing = new Set(problems.flatMap(({ missingPackage }) => missingPackage ?? []).filter(isPlainPackageName));
  const installs = [...missing].slice(0, MAX_INSTALLS).map((name) => STEPS.install(inmateDir, name));
  const [first] = problems;
  if (!first) return [...installs, STEPS.build()];
  const { file, line, column } = first;
  return [...installs, STEPS.file(l10n.t('Show in Source'), path.join(inmateDir, file), line, column)];
}

type Place = Pick<FileProblem, 'file' | 'line' | 'column' | 'missingPackage'>;

function isProblem(value: unknown): value is Place {
  if (!isRecord(value)) return false;
  const { file, line, column } = value;
  return typeof file === 'string' && typeof line === 'number' && typeof column === 'number';
}
