import {
  describeProblem,
  inmateFolderOf,
  InmateSourceError,
  readInmate,
  UsageError,
  type InmateReading,
  type UnknownMethod,
} from '../../engine/index.ts';
import { exportsNothing } from '../input/checkMethod.ts';
import { defineCommand } from '../command.ts';
import { describeMethod } from '../../text/describeMethod.ts';
import { methodToJson } from '../output/methodToJson.ts';
import { escapeJson, escapeText } from '../../text/escape.ts';
import type { Output } from '../output/output.ts';

export const methodsCommand = defineCommand({
  name: 'methods',
  usage: ['methods [DIR] [--json]'],
  summary: 'lists the methods of an inmate, found by reading its source',
  notes:
    'The source is parsed and never run; what of it Node would not run is told on stderr. An export of which only\n' +
    'running tells whether it is a function is listed as such; in JSON its kind is "unknown".\n' +
    '"inputSchema" is a JSON Schema of the arguments by their names, as far as the types of the source tell.',
  options: {
    json: { type: 'boolean', help: 'a JSON array of {name, kind, parameters, inputSchema, doc, file, line, column}' },
  },
  positionals: [0, 1],
  async run([named = '.'], values, { stdout, stderr }) {
    const dir = await inmateFolderOf(named);
    const found = await readInmate(dir);
    if (found.methods.length + found.unknown.length === 0) throw noMethods(dir, found);
    if (values.flag('json')) await writeJson(stdout, found);
    else await writeList(stdout, found);
    for (const problem of found.problems) await stderr.write(`hoosegow: ${escapeText(describeProblem(problem))}\n`);
    if (!found.namesKnown && found.problems.length === 0) {
      await stderr.write('hoosegow: some exports are known only when the inmate runs; there may be more methods\n');
    }
    return 0;
  },
});

function noMethods(dir: string, found: InmateReading): UsageError {
  const errors = found.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return new InmateSourceError(dir, errors);
  const [problem] = found.problems;
  if (problem) return new UsageError(describeProblem(problem));
  if (found.namesKnown) return new UsageError(`${found.file} ${exportsNothing(found)}`);
  return new UsageError(`what ${found.file} exports is known only when it runs: call a method by its name`);
}

async function writeJson(stdout: Output, { methods, unknown }: InmateReading): Promise<void> {
  const list = [...methods.map(methodToJson), ...unknown.map(unknownToJson)];
  await stdout.write(`${escapeJson(JSON.stringify(list, null, 2))}\n`);
}

async function writeList(stdout: Output, { methods, unknown }: InmateReading): Promise<void> {
  for (const method of methods) {
    const doc = method.doc === undefined ? '' : `    ${escapeText(method.doc)}\n`;
    await stdout.write(`${describeMethod(method)}\n${doc}`);
  }
  for (const { name } of unknown) await stdout.write(`${escapeText(name)}\n    Known only when it runs.\n`);
}

function unknownToJson({ name, file, line, column }: UnknownMethod): object {
  return { name, kind: 'unknown', parameters: null, inputSchema: null, doc: null, file, line, column };
}
