import { readFile } from 'node:fs/promises';
import type { Result } from './figure.ts';
import type { Machine } from './machine.ts';

/** A result and the bench that it is from. */
export interface NamedResult extends Result {
  readonly bench: string;
}

/** What `npm run bench -- --json` prints. */
export interface ResultFile {
  readonly machine: Machine;
  /** When the run began, in ISO 8601. */
  readonly date: string;
  readonly results: readonly NamedResult[];
}

/** @throws Error where the file holds something else */
export async function readResultFile(path: string): Promise<ResultFile> {
  const json: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (!isResultFile(json)) throw new Error(`${path} is not what the bench prints with --json`);
  return json;
}

function isResultFile(json: unknown): json is ResultFile {
  if (!isObject(json) || typeof json['date'] !== 'string' || !isMachine(json['machine'])) return false;
  return Array.isArray(json['results']) && json['results'].every((one) => isResult(one) && 'bench' in one);
}

function isMachine(json: unknown): json is Machine {
  const texts = ['cpu', 'kernel', 'node'];
  return isObject(json) && typeof json['cores'] === 'number' && texts.every((key) => typeof json[key] === 'string');
}

export function isResult(json: unknown): json is Result {
  return (
    isObject(json) &&
    typeof json['figure'] === 'string' &&
    typeof json['value'] === 'number' &&
    typeof json['unit'] === 'string' &&
    ['against', 'ratio', 'target', 'met'].every((key) => key in json)
  );
}

export function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null;
}
