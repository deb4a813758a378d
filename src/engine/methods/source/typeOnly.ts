import type { Node } from '@babel/types';

/** Whether a declaration does not exist at run time, so that leaving it out changes nothing. */
export function isTypeOnly(declaration: Node): boolean {
  if ('declare' in declaration && declaration.declare === true) return true;
  switch (declaration.type) {
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return true;
    case 'TSModuleDeclaration':
      return !hasRuntimeContent(declaration.body);
    default:
      return false;
  }
}

/** Whether a namespace becomes an object at run time. By Node's own rule, anything in it but types makes it one. */
function hasRuntimeContent(body: Node): boolean {
  if (body.type !== 'TSModuleBlock') return !isTypeOnly(body);
  return body.body.some((statement) => {
    const inner = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (inner?.type === 'TSModuleDeclaration') return !inner.declare && hasRuntimeContent(inner.body);
    return inner?.type !== 'TSInterfaceDeclaration' && inner?.type !== 'TSTypeAliasDeclaration';
  });
}
