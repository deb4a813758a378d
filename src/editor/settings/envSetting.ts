import { l10n } from '../text/l10n.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type EnvRead =
  | { readonly kind: 'variables'; readonly variables: Readonly<Record<string, string>> }
  | { readonly kind: 'problem'; readonly message: string };

/**
 * Reads variables for an inmate: a list of `NAME=value`, or `NAME` to take the value from the editor's environment.
 * Messages never show an item, because each may be a secret.
 */
export function readEnvSetting(value: unknown, environment: Environment): EnvRead {
  if (value === undefined || value === null) return { kind: 'variables', variables: {} };
  if (!Array.isArray(value)) return problem(l10n.t('must be a list of NAME=value'));
  const items: readonly unknown[] = value;
  const variables = new Map<string, string>();
  for (const [i, item] of items.entries()) {
    const read = typeof item === 'string' ? readVariable(item, environment) : undefined;
    if (!read) return problem(l10n.t('item {0} must be NAME=value, or the NAME of a variable that is set here', i + 1));
    variables.set(...read);
  }
  return { kind: 'variables', variables: Object.fromEntries(variables) };
}

function readVariable(item: string, environment: Environment): [name: string, value: string] | undefined {
  const equals = item.indexOf('=');
  const name = equals < 0 ? item : item.slice(0, equals);
  const value = equals >= 0 ? item.slice(equals + 1) : Object.hasOwn(environment, name) ? environment[name] : undefined;
  return name === '' || /\s/.test(name) || value === undefined ? undefined : [name, value];
}

function problem(message: string): EnvRead {
  return { kind: 'problem', message };
}
