import { ok } from 'node:assert';
import fc from 'fast-check';
import { readModule } from '../../../src/engine/methods/modules/readModule.ts';
import { bytesOf, textOf } from '../text.ts';
import type { Target } from '../target.ts';

const names = fc.constantFrom('f', 'g', 'default', '__proto__', 'then', 'π', 'async');
const types = fc.constantFrom('string', 'number[]', '{ a: 1 }', 'Map<string, () => void>', '`${string}`', 'A.B');
const parameters = fc
  .array(
    fc
      .tuple(
        fc.constantFrom('', '...'),
        fc.constantFrom('a', 'b', '{ x, y: [z] }', '[p, ...q]'),
        fc.constantFrom('', '?'),
        fc.option(types),
        fc.constantFrom('', ' = 1', ' = {', " = '}'"),
      )
      .map(([rest, name, optional, type, initial]) => `${rest}${name}${optional}${type ? `: ${type}` : ''}${initial}`),
    { maxLength: 4 },
  )
  .map((list) => `(${list.join(', ')})`);
const bodies = fc.constantFrom('{}', '{ return 1; }', '{ yield 1', '{ if (', ';', '{ `${', '{ /*', '=> 1', '=> {');
const statements = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', 'export ', 'export default '),
      fc.constantFrom('', 'async '),
      fc.constantFrom('', '*'),
      names,
      parameters,
      bodies,
    )
    .map(
      ([exported, asynchronous, star, name, list, body]) =>
        `${exported}${asynchronous}function${star} ${name}${list} ${body}`,
    ),
  fc
    .tuple(fc.constantFrom('const', 'let', 'var', 'using'), names, parameters, bodies)
    .map(([kind, name, list, body]) => `export ${kind} ${name} = ${list} ${body}`),
  fc.tuple(names, names).map(([a, b]) => `export { ${a} as ${b} };`),
  names.map((name) => `export * as ${name} from './other.ts';`),
  names.map((name) => `import { ${name} as x } from './other.ts';`),
  fc.constantFrom(
    '/** Doc. @param */',
    '// line',
    'class A {',
    '@decorated',
    'export type T = 1;',
    'enum E { A }',
    '\u2028',
    '#!/x',
    'exports.f = f;',
    'module.exports = { f, ...g, [a]: 1 };',
    "Object.assign(exports, require('./x'));",
    'namespace N { export const x = 1 }',
    'import a = require("a");',
  ),
);

const DIALECTS = [
  [true, 'module'],
  [false, 'module'],
  [true, 'detect'],
  [false, 'commonjs'],
] as const;

/** The source of an inmate as it is being typed, or as a stranger made it: read, never run, and never raised from. */
export const source: Target = {
  name: 'source',
  generate: (seed, count) =>
    fc
      .sample(fc.array(statements, { maxLength: 6 }), { seed, numRuns: count })
      .map((lines) => bytesOf(lines.join('\n'))),
  run: (input) => {
    const text = textOf(input);
    const lines = text.split(/\r\n|\r|\n/).length;
    for (const [typescript, format] of DIALECTS) {
      const { names: exported, places, problems, complete, ...module } = readModule(text, typescript, format);
      const isOpen = module.format === 'commonjs' && !complete;
      ok(complete || isOpen || problems.length > 0, 'nothing says why it was not understood');
      ok(problems.length <= 10, 'too many problems');
      for (const { line, column } of problems) ok(line >= 1 && line <= lines && column >= 1, 'a problem is in no line');
      for (const [name, binding] of exported) {
        const place = places.get(name);
        ok(place && place.line >= 1 && place.line <= lines && place.column >= 1, 'a name is in no line');
        if (binding.kind !== 'function') continue;
        const { line, column } = binding.function;
        ok(line >= 1 && line <= lines && column >= 1, 'a function is in no line');
      }
    }
  },
};
