import type { LimitName, NoResult, Phase } from '../../../src/protocol/result.ts';
import type { TextKey } from '../../texts.ts';

/** What a dispatch does, in words. */
export const PHASE_WORDS: Readonly<Record<Phase, TextKey>> = {
  waiting: 'phaseWaiting',
  build: 'phaseBuild',
  create: 'phaseCreate',
  start: 'phaseStart',
  run: 'phaseRun',
  remove: 'phaseRemove',
};

/** The next step where there is no result. */
export const ADVICE: Readonly<Record<NoResult, TextKey>> = {
  exited: 'adviceExited',
  'out-of-memory': 'adviceOutOfMemory',
  'timed-out': 'adviceTimedOut',
  cancelled: 'adviceCancelled',
  'output-limit': 'adviceOutputLimit',
  'protocol-violation': 'adviceProtocol',
  'engine-failed': 'adviceEngine',
  cut: 'adviceCut',
};

/** How a limit is raised: the setting of the editor, and the option of the command. */
export const LIMIT_NAMES: Readonly<Record<Exclude<LimitName, 'signal'>, readonly [setting: string, option: string]>> = {
  memory: ['hoosegow.limits.memory', '--memory'],
  timeout: ['hoosegow.limits.timeout', '--timeout'],
  outputBytes: ['hoosegow.limits.output', '--limit-output'],
  valueBytes: ['hoosegow.limits.value', '--limit-value'],
  valueNodes: ['hoosegow.limits.valueItems', '--value-items'],
};
