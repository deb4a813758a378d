import { ok } from 'node:assert';
import { UsageError } from '../../../src/engine/errors/errors.ts';
import { LIMITS } from '../../../src/engine/methods/thread/limits.ts';
import { SourceReader } from '../../../src/engine/methods/thread/sourceReader.ts';
import { expand, processorTime, pumpedInputs, readPumped } from '../pumped.ts';
import type { Target } from '../target.ts';

const SNIPPETS = [
  'export const f = ',
  'export function f(',
  'async <T>(x=',
  'async (x=',
  '<T>',
  'a<b<',
  '(',
  '((',
  '(a: ',
  '(a = ',
  'a ? (b) : ',
  ' => ',
  '[',
  '{',
  '{ a: ',
  '`${',
  '@a ',
  '@a(',
  'A extends infer U extends ',
  'new ',
  'a.',
  'a = ',
  '!',
  'class A {',
  'namespace a { ',
  'import("',
  '/** a. */\n',
  'export * from "./a.ts";\n',
  'module.exports = { ...',
  '1',
  '\n',
  ')',
  '}',
  ' ',
];

const DIALECTS = [
  { typescript: true, format: 'module' },
  { typescript: false, format: 'commonjs' },
  { typescript: true, format: 'detect' },
] as const;

/** Bounds that are reached soon: it is that they hold which is looked at. */
const FILE = 150;
const reader = new SourceReader({ ...LIMITS, file: FILE, megaCharacters: 0 });
/** Milliseconds of processor time beyond a bound in which a thread is ended and started again, on a busy machine. */
const SLACK = 4000;

/** However long a source makes its parser take, whoever waits for it has an answer in time, and the next one a right one. */
export const slowSource: Target = {
  name: 'slowSource',
  generate: (seed, count) => pumpedInputs(SNIPPETS, seed, count),
  run: async (input) => {
    const pumped = readPumped(input);
    const dialect = DIALECTS[pumped.choice % DIALECTS.length] ?? DIALECTS[0];
    const text = expand(pumped, 40 * (1 + (pumped.choice % 7) ** 2));
    const begun = processorTime();
    await reader.read({ kind: 'places', text, dialect }).catch((error: unknown) => {
      ok(error instanceof UsageError, `is no problem of the source: ${String(error)}`);
    });
    ok(processorTime() - begun < FILE + SLACK, 'takes more time than it may');
    const next = await reader.read({ kind: 'places', text: '\nexport function next() {}', dialect: DIALECTS[0] });
    ok(next.length === 1 && next[0]?.name === 'next' && next[0].line === 2, 'spoils what is read after it');
  },
};
