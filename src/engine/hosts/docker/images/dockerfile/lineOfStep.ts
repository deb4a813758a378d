import type { FailedStep } from '../log/failedStep.ts';
import { parseDockerfile, type Instruction } from './parseDockerfile.ts';

/** Instructions that BuildKit counts as steps of a stage. */
const STEPS: readonly string[] = ['FROM', 'RUN', 'COPY', 'ADD', 'WORKDIR'];

/**
 * Finds the instruction that a builder says has failed.
 *
 * @param dockerfile its text
 * @returns number of its first line, from 1; `undefined` where the file has no such instruction by now
 */
export function lineOfStep(dockerfile: string, step: Omit<FailedStep, 'cause'>): number | undefined {
  const lines = dockerfile.split(/\r?\n/).length;
  if (step.line !== undefined) return step.line >= 1 && step.line <= lines ? step.line : undefined;
  const { instruction, number } = step;
  if (instruction === undefined) return undefined;
  const { instructions } = parseDockerfile(dockerfile);
  const keyword = /^\S+/.exec(instruction)?.[0].toUpperCase();
  const words = wordsOf(instruction);
  const source = dockerfile.replace(/^\uFEFF/, '').split(/\r?\n/);
  const same = instructions.filter(({ line }, i) => wordsOf(textOf(source, line, instructions[i + 1]?.line)) === words);
  const counted = number ? atNumber(instructions, number) : undefined;
  // A builder may print an instruction with its variables filled in: then only the number tells.
  if (counted && counted.keyword === keyword && (same.length === 0 || same.includes(counted))) return counted.line;
  return same.at(-1)?.line;
}

function atNumber(
  instructions: readonly Instruction[],
  { of, stage, value }: NonNullable<FailedStep['number']>,
): Instruction | undefined {
  if (of === 'all') return instructions[value - 1];
  const stages: Instruction[][] = [];
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') stages.push([]);
    stages.at(-1)?.push(instruction);
  }
  const found = stages.find(([from], i) => isNamed(from, i, stage)) ?? (stages.length === 1 ? stages[0] : undefined);
  // Podman names a stage by its number, and counts all of its instructions.
  const steps = /^\d+$/.test(stage) ? found : found?.filter(({ keyword }) => STEPS.includes(keyword));
  return steps?.[value - 1];
}

/** A stage without a name is `stage-1` to BuildKit, counted from 0, and `2` to Podman. */
function isNamed(from: Instruction | undefined, index: number, stage: string): boolean {
  const [, name] = /\sas\s+(\S+)\s*$/i.exec(from?.rest ?? '') ?? [];
  return stage === `stage-${index}` || stage === String(index + 1) || (stage !== '' && name?.toLowerCase() === stage);
}

/** Lines of an instruction, without comments and the marks that continue them. */
function textOf(source: readonly string[], line: number, next: number | undefined): string {
  return source
    .slice(line - 1, next === undefined ? undefined : next - 1)
    .filter((text) => !/^\s*#/.test(text))
    .map((text) => text.replace(/[\\`]\s*$/, ''))
    .join(' ');
}

/** Builders change the blanks, and the case of the keyword. */
function wordsOf(instruction: string): string {
  const [keyword = '', ...rest] = instruction.trim().split(/\s+/);
  return [keyword.toUpperCase(), ...rest].join(' ');
}
