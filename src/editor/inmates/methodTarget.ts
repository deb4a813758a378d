import { isRecord } from '../../text/isRecord.ts';

/** Which method a command is to run, as lenses, views and other extensions say it. */
export interface MethodTarget {
  /** Absolute path of the inmate's folder. */
  readonly inmate: string;
  readonly method: string | undefined;
  /** Whether to ask for the arguments: always, or only where none are remembered for a method that needs some. */
  readonly ask: 'always' | 'ifNeeded';
  /** The arguments themselves: nothing is asked. */
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
