import { isRecord } from '../../text/isRecord.ts';

/** The method that a command runs, as passed by lenses, views and other extensions. */
export interface MethodTarget {
  /** Absolute path of the inmate's folder. */
  readonly inmate: string;
  readonly method: string | undefined;
  /** When to ask for the arguments: always, or only if the method needs some and none are remembered. */
  readonly ask: 'always' | 'ifNeeded';
  /** The arguments themselves; then the user is not asked. */
  readonly args?: readonly unknown[];
}

/** Reads what a command was called with: a target, or an item of the *Inmates* view. */
export function readMethodTarget(argument: unknown): MethodTarget | undefined {
  if (!isRecord(argument)) return undefined;
  const { inmate, method, ask, args, project } = argument;
  if (typeof inmate === 'string') {
    return {
      inmate,
      method: typeof method === 'string' ? method : undefined,
      ask: ask === 'ifNeeded' ? 'ifNeeded' : 'always',
      ...(Array.isArray(args) ? { args } : {}),
    };
  }
  if (!isRecord(project) || !isRecord(project['dir'])) return undefined;
  const { fsPath } = project['dir'];
  if (typeof fsPath !== 'string') return undefined;
  const name = isRecord(method) ? method['name'] : undefined;
  return { inmate: fsPath, method: typeof name === 'string' ? name : undefined, ask: 'always' };
}
