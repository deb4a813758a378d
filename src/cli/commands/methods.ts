import { findMethods, UsageError, type InmateMethods } from '../../engine/index.ts';
import { defineCommand } from '../command.ts';
import { describeMethod, methodToJson } from '../describeMethod.ts';
import { escapeJson, escapeText } from '../../shared/escape.ts';

export const methodsCommand = defineCommand({
  name: 'methods',
  usage: ['methods DIR [--json]'],
  summary: 'lists the methods of an inmate, found by reading its source',
  notes: 'The source is parsed and never run.',
  options: {
    json: { type: 'boolean', help: 'a JSON array of {name, kind, parameters, doc, file, line, column}' },
  },
  positionals: [1, 1],
  async run([dir = ''], values, { stdout, stderr }) {
    const found = await findMethods(dir);
    const problems = found.problems.map(describeProblem);
    if (found.methods.length === 0) throw new UsageError(problems[0] ?? `${found.file} exports no function`);
    if (values.flag('json')) {
      await stdout.write(`${escapeJson(JSON.stringify(found.methods.map(methodToJson), null, 2))}\n`);
    } else {
      for (const method of found.methods) {
        const doc = method.doc === undefined ? '' : `    ${escapeText(method.doc)}\n`;
        await stdout.write(`${describeMethod(method)}\n${doc}`);
      }
    }
    for (const problem of problems) await stderr.write(`hoosegow: ${escapeText(problem)}\n`);
    if (!found.complete && problems.length === 0) {
      await stderr.write('hoosegow: some exports are known only when the inmate runs; there may be more methods\n');
    }
    return 0;
  },
});

function describeProblem({ file, line, column, message }: InmateMethods['problems'][number]): string {
  return `${file}:${line}:${column}: ${message}`;
}
