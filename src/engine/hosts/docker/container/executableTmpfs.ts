import { isRecord } from '../../../../text/isRecord.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The body of a create request in which no tmpfs allows execution unless it names `exec`, which is Docker's default. It
 * is not Podman's, which also takes no `noexec` in a mount: such a mount becomes a member of `Tmpfs`.
 */
export function withoutExecutableTmpfs(body: JsonObject): JsonObject {
  const host = isRecord(body['HostConfig']) ? body['HostConfig'] : {};
  const { Tmpfs: named, Mounts: mounts, ...others } = host;
  const all: readonly unknown[] = Array.isArray(mounts) ? mounts : [];
  const tmpfs: Record<string, unknown> = {};
  for (const mount of all) if (isTmpfs(mount)) tmpfs[String(mount['Target'])] = optionsOf(mount);
  for (const [path, options] of Object.entries(isRecord(named) ? named : {})) {
    tmpfs[path] = typeof options === 'string' ? withNoexec(options) : options;
  }
  const rest = all.filter((mount) => !isTmpfs(mount));
  return {
    ...body,
    HostConfig: {
      ...others,
      ...((named !== undefined || all.length > rest.length) && { Tmpfs: tmpfs }),
      ...(rest.length > 0 && { Mounts: rest }),
    },
  };
}

function isTmpfs(mount: unknown): mount is JsonObject {
  return isRecord(mount) && mount['Type'] === 'tmpfs';
}

function withNoexec(options: string): string {
  const parts = options === '' ? [] : options.split(',');
  return parts.some((part) => part === 'exec' || part === 'noexec') ? options : [...parts, 'noexec'].join(',');
}

function optionsOf({ ReadOnly: readOnly, TmpfsOptions: named }: JsonObject): string {
  const { SizeBytes: size, Mode: mode } = isRecord(named) ? named : {};
  return [
    ...(readOnly === true ? ['ro'] : []),
    ...(typeof size === 'number' && size > 0 ? [`size=${size}`] : []),
    ...(typeof mode === 'number' && mode > 0 ? [`mode=${mode.toString(8)}`] : []),
    'nosuid',
    'nodev',
    'noexec',
  ].join(',');
}
