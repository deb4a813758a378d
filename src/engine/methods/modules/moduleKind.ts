import type { Node, Statement } from '@babel/types';
import type { SourceProblem } from '../inmateMethods.ts';
import { exportedName, moduleBindings, type Binding } from './moduleBindings.ts';
import type { StoredModule } from './moduleStore.ts';
import { ModuleText } from '../source/moduleText.ts';
import { walkNodes } from '../source/sourceWalk.ts';
import { isTypeOnly } from '../source/typeOnly.ts';

/** What CommonJS has and an ES module lacks, and what to write instead. */
const ONLY_IN_COMMONJS: Readonly<Record<string, string>> = {
  require: 'import what it loads',
  __dirname: 'write `import.meta.dirname`',
  __filename: 'write `import.meta.filename`',
};

/** Finds what belongs to the other kind of module: `export` in CommonJS, `module.exports` in an ES module. */
export function checkModuleKind(module: StoredModule): readonly SourceProblem[] {
  return module.parsed.format === 'commonjs' ? inCommonJs(module) : inModule(module);
}

function inCommonJs({ parsed, source, file }: StoredModule): readonly SourceProblem[] {
  const found = parsed.statements.find((statement) => {
    switch (statement.type) {
      case 'ImportDeclaration':
        return statement.importKind !== 'type';
      case 'ExportAllDeclaration':
        return statement.exportKind !== 'type';
      case 'ExportNamedDeclaration':
        return statement.exportKind !== 'type' && !(statement.declaration && isTypeOnly(statement.declaration));
      default:
        return statement.type === 'ExportDefaultDeclaration';
    }
  });
  if (!found) return [];
  const why = /\.c[jt]s$/.test(file) ? 'by its ending' : 'by "type" of package.json';
  const message = `this file is CommonJS ${why}, where there is no \`import\` and no \`export\`: write \`require\` and \`module.exports\`, or make it an ES module ("type": "module", or .mts and .mjs)`;
  return [{ message, severity: 'error', ...source.positionOf(found.start ?? 0) }];
}

function inModule({ parsed, source, file }: StoredModule): readonly SourceProblem[] {
  const bindings = moduleBindings(parsed.statements, new ModuleText(source, parsed.statements));
  const problems: SourceProblem[] = exportedTypes(parsed.statements, bindings).map(({ name, node }) => {
    const message = `"${name}" is only a type, which is nothing at run time: write \`export type { ${name} }\``;
    return { message, severity: 'error', ...source.positionOf(node.start ?? 0) };
  });
  for (const statement of parsed.statements) {
    const target = statement.type === 'ExpressionStatement' ? assignedTo(statement.expression) : undefined;
    if (target === undefined || bindings.has(target)) continue;
    const ending = file.endsWith('ts') ? '.cts' : '.cjs';
    const message = `this file is an ES module, which has no \`${target}\`: write \`export\` before each method, or make it CommonJS (ending in ${ending})`;
    problems.push({ message, severity: 'error', ...source.positionOf(statement.start ?? 0) });
    break;
  }
  const seen = new Set<string>();
  walkNodes(parsed.statements, (node, parent) => {
    const name = node.type === 'Identifier' ? node.name : '';
    const advice = Object.hasOwn(ONLY_IN_COMMONJS, name) ? ONLY_IN_COMMONJS[name] : undefined;
    if (advice === undefined || seen.has(name) || bindings.has(name) || !isRead(node, parent)) return;
    seen.add(name);
    const message = `an ES module has no \`${name}\`: ${advice}`;
    problems.push({ message, severity: 'warning', ...source.positionOf(node.start ?? 0) });
  });
  return problems;
}

/** Types that are exported as if they were values. */
function exportedTypes(
  statements: readonly Statement[],
  bindings: ReadonlyMap<string, Binding>,
): readonly { readonly name: string; readonly node: Node }[] {
  return statements.flatMap((statement) => {
    const exported: Node[] = [];
    if (statement.type === 'ExportDefaultDeclaration') exported.push(statement.declaration);
    else if (statement.type === 'ExportNamedDeclaration' && !statement.source && statement.exportKind !== 'type') {
      for (const each of statement.specifiers) {
        if (each.type === 'ExportSpecifier' && each.exportKind !== 'type') exported.push(each.local);
      }
    }
    return exported.flatMap((node) => {
      const name = node.type === 'Identifier' || node.type === 'StringLiteral' ? exportedName(node) : '';
      return bindings.get(name)?.kind === 'type' ? [{ name, node }] : [];
    });
  });
}

/** `module` or `exports`, where the expression assigns to it. */
function assignedTo(expression: Node): string | undefined {
  if (expression.type !== 'AssignmentExpression') return undefined;
  let root: Node = expression.left;
  if (root.type !== 'MemberExpression') return undefined;
  while (root.type === 'MemberExpression') root = root.object;
  return root.type === 'Identifier' && (root.name === 'module' || root.name === 'exports') ? root.name : undefined;
}

/** Whether it is a variable of the module, not the name of a member or of a parameter. */
function isRead(node: Node, parent: Node | undefined): boolean {
  if (parent?.type === 'CallExpression' || parent?.type === 'TemplateLiteral') return true;
  return parent?.type === 'MemberExpression' && parent.object === node;
}
