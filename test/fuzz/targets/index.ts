import type { Target } from '../target.ts';
import { answer } from './answer.ts';
import { argument } from './argument.ts';
import { callText } from './callText.ts';
import { message } from './message.ts';
import { recording } from './recording.ts';
import { request } from './request.ts';
import { slowSource } from './slowSource.ts';
import { slowText } from './slowText.ts';
import { source } from './source.ts';
import { taggedJson } from './taggedJson.ts';
import { value } from './value.ts';

/** What takes bytes, text or messages from outside. */
export const TARGETS: readonly Target[] = [
  answer,
  value,
  recording,
  message,
  request,
  taggedJson,
  source,
  argument,
  callText,
  slowText,
  slowSource,
];
