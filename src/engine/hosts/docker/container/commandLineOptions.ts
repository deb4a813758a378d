import { UsageError } from '../../../errors/errors.ts';
import { isRecord } from '../../../../text/isRecord.ts';

/**
 * Refuses options that mean something else to an engine which parses them like its own command line: in a mount, text
 * behind a comma would be another option, such as `source=/`; a variable without a value, and even `*`, would get the
 * value from the engine's own process.
 *
 * @param body of the create request
 * @throws UsageError, which quotes no variable: it may be a secret
 */
export function refuseCommandLine({ Env: variables, HostConfig: host }: Readonly<Record<string, unknown>>): void {
  const names = Array.isArray(variables) ? variables.filter((variable) => !String(variable).includes('=')) : [];
  if (names.length > 0) {
    throw new UsageError(
      'container option Env cannot be set like that: Podman would give a variable without "=" the value that its own ' +
        'process has',
    );
  }
  for (const text of textsIn(isRecord(host) ? host['Mounts'] : undefined)) {
    if (!text.includes(',')) continue;
    throw new UsageError(
      `container option HostConfig.Mounts cannot be set like that: ${JSON.stringify(text)} has a comma, and Podman would ` +
        'read what stands behind it as another option',
    );
  }
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const member of value) yield* textsIn(member);
  else if (isRecord(value)) for (const member of Object.values(value)) yield* textsIn(member);
}
