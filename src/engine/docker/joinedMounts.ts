import { UsageError } from '../errors.ts';
import { isRecord } from '../isRecord.ts';

/**
 * Refuses mounts that mean something else to an engine that joins their members to one text: what stands behind a comma
 * would be a member of its own, such as `source=/`.
 *
 * @param mounts `HostConfig.Mounts`
 */
export function refuseCommas(mounts: unknown): void {
  for (const text of textsIn(mounts)) {
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
