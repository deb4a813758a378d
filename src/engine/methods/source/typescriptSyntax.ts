import type { Node } from '@babel/types';
import type { SourceProblem } from '../inmateMethods.ts';
import type { StoredModule } from '../modules/moduleStore.ts';
import { isTransformable, type SyntaxRule, type TypeScriptSupport } from './runtimeSupport.ts';
import { walkNodes } from './sourceWalk.ts';
import { isTypeOnly } from './typeOnly.ts';

interface Rule {
  readonly rule: SyntaxRule;
  readonly message: string;
}

interface Found extends Rule {
  readonly node: Node;
}

/** Finds syntax of TypeScript, or of a future JavaScript, that Node does not run. */
export function checkSyntax(module: StoredModule, support: TypeScriptSupport): readonly SourceProblem[] {
  const found: Found[] = [];
  walkNodes(module.parsed.statements, (node) => {
    const rule = ruleOf(node, module.parsed.format);
    const isTold = rule !== undefined && !support.transforms.has(rule.rule);
    if (isTold) found.push({ ...rule, node });
    // In what is only declared, or already reported as a whole, nothing else is worth reporting.
    return !isLeftOut(node) && !(isTold && node.type === 'TSModuleDeclaration');
  });
  return found
    .toSorted((a, b) => (a.node.start ?? 0) - (b.node.start ?? 0))
    .map(({ rule, message, node }) => {
      const way = isTransformable(rule) && support.optIn !== undefined ? `${message}, or ${support.optIn}` : message;
      return { message: way, severity: 'error', ...module.source.positionOf(node.start ?? 0) };
    });
}

function isLeftOut(node: Node): boolean {
  return node.type === 'TSModuleDeclaration' ? isTypeOnly(node) : 'declare' in node && node.declare === true;
}

function ruleOf(node: Node, format: 'module' | 'commonjs'): Rule | undefined {
  switch (node.type) {
    case 'TSEnumDeclaration':
      if (node.declare) return undefined;
      return {
        rule: 'enum',
        message: `an enum is more than a type, and Node only leaves types out: write \`const ${node.id.name} = { … } as const\``,
      };
    case 'TSModuleDeclaration':
      if (node.kind === 'module' && node.id.type === 'Identifier') {
        return {
          rule: 'module-keyword',
          message: `Node refuses the old \`module\`: write \`namespace ${node.id.name}\`, or better a module of its own`,
        };
      }
      if (isTypeOnly(node)) return undefined;
      return {
        rule: 'namespace',
        message: 'a namespace that holds more than types does not run in Node: make it a module of its own',
      };
    case 'TSParameterProperty':
      return {
        rule: 'parameter-property',
        message: 'a parameter property is more than a type: declare the field, and assign it in the constructor',
      };
    case 'TSImportEqualsDeclaration':
      return node.importKind === 'type' ? undefined : importEquals(node, format);
    case 'TSExportAssignment':
      if (format === 'commonjs')
        return { rule: 'export-equals', message: '`export =` does not run in Node: write `module.exports =`' };
      return {
        rule: 'module-keyword',
        message: '`export =` does nothing in an ES module: export each method by its name',
      };
    case 'TSNamespaceExportDeclaration':
      return { rule: 'export-as-namespace', message: '`export as namespace` does not run in Node: leave it out' };
    case 'TSTypeAssertion':
      return { rule: 'angle-bracket-cast', message: 'Node does not leave out `<T>value`: write `value as T`' };
    case 'Decorator':
      return {
        rule: 'decorator',
        message: 'Node does not run decorators: call the function yourself, as in `const C = decorate(class { … })`',
      };
    case 'ClassAccessorProperty':
      // An abstract one is left out.
      if (node.abstract === true) return undefined;
      return { rule: 'accessor', message: 'Node does not run `accessor` fields: write a getter and a setter' };
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return node.extra?.['deprecatedAssertSyntax'] === true
        ? { rule: 'import-assert', message: 'Node no longer takes `assert`: write `with { type: "json" }`' }
        : undefined;
    default:
      return undefined;
  }
}

function importEquals(
  { id, moduleReference }: Extract<Node, { type: 'TSImportEqualsDeclaration' }>,
  format: 'module' | 'commonjs',
): Rule {
  if (moduleReference.type !== 'TSExternalModuleReference') {
    const message = `this import is an alias, which does not run in Node: write \`const ${id.name} = …\``;
    return { rule: 'import-alias', message };
  }
  const from = JSON.stringify(moduleReference.expression.value);
  if (format === 'commonjs') {
    const message = `\`import ${id.name} = require(…)\` does not run in Node: write \`const ${id.name} = require(${from})\``;
    return { rule: 'import-alias', message };
  }
  const message = `\`import ${id.name} = require(…)\` does not run in Node: write \`import ${id.name} from ${from}\``;
  return { rule: 'import-require', message };
}
