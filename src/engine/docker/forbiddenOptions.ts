import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../errors.ts';
import { isRecord } from '../isRecord.ts';
import { exposesDockerSocket } from './dockerSocketPath.ts';
import { splitSecurityOption } from './mergeOptions.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** What must stay as it is for a dispatch to work at all, and why. */
const PINNED: Readonly<Record<string, string>> = {
  Image: 'the image is chosen by the option inmateDir or image',
  Tty: 'a terminal would mix stdout and stderr',
  OpenStdin: 'the request goes in by stdin',
  StdinOnce: 'the inmate must see the end of stdin when its caller is gone',
  AttachStdin: 'the request goes in by stdin',
  AttachStdout: 'the answer comes out by stdout',
  AttachStderr: 'stderr belongs to the answer',
  'HostConfig.AutoRemove': 'how a container ended is asked for before it is removed',
  'HostConfig.RestartPolicy': 'an inmate runs once',
  'HostConfig.Privileged': 'a privileged container is no jail',
};

const NAMESPACES = ['NetworkMode', 'PidMode', 'IpcMode', 'UTSMode', 'UsernsMode', 'CgroupnsMode'];

/** Prefix of the labels by which the engine finds its containers. */
const OWN_LABELS = 'dev.hoosegow.';

/**
 * Refuses a container that is not safe or cannot carry a dispatch, whatever a user named. It looks at the whole merged
 * body, not at the user's options, so that no way of naming goes past it.
 *
 * @throws {UsageError} naming the option and saying why
 */
export function refuseForbidden(body: JsonObject, defaults: JsonObject, daemonSocket: string | undefined): void {
  for (const [path, why] of Object.entries(PINNED)) {
    if (!isDeepStrictEqual(at(body, path), at(defaults, path))) throw forbidden(path, why);
  }
  for (const [name, value] of Object.entries(objectAt(body, 'Labels'))) {
    if (name.startsWith(OWN_LABELS) && value !== objectAt(defaults, 'Labels')[name]) {
      throw forbidden(`Labels.${name}`, 'by this label the engine finds its containers');
    }
  }
  const host = objectAt(body, 'HostConfig');
  for (const name of NAMESPACES) {
    if (says(host[name], 'host') || isPathOfNamespace(host[name])) {
      throw forbidden(`HostConfig.${name}`, 'a namespace of the host is no jail');
    }
  }
  if (Object.hasOwn(objectAt(body, 'NetworkingConfig.EndpointsConfig'), 'host')) {
    throw forbidden('NetworkingConfig.EndpointsConfig.host', 'the network of the host is no jail');
  }
  for (const option of listAt(host, 'SecurityOpt')) refuseUnconfined(option);
  if (listAt(host, 'CapAdd').some((name) => says(name, 'all') || says(name, 'cap_all'))) {
    throw forbidden('HostConfig.CapAdd', 'all capabilities make a privileged container; name those that are needed');
  }
  for (const [path, source] of mountSources(host)) {
    if (exposesDockerSocket(source, daemonSocket)) {
      throw forbidden(path, `${JSON.stringify(source)} would hand the inmate the container engine itself`);
    }
  }
}

function refuseUnconfined(option: unknown): void {
  const [name, value] = splitSecurityOption(String(option));
  const off =
    says(value, 'unconfined') && (says(name, 'seccomp') || says(name, 'apparmor') || says(name, 'systempaths'));
  // The last is Podman's.
  if (off || (says(name, 'label') && says(value, 'disable')) || says(name, 'unmask')) {
    throw forbidden('HostConfig.SecurityOpt', `${JSON.stringify(option)} takes away what confines the inmate`);
  }
}

/** Every path on the host that the container would see, with the option that names it. */
function* mountSources(host: JsonObject): Generator<[path: string, source: string]> {
  for (const bind of listAt(host, 'Binds')) {
    const [, source] = /^([A-Za-z]:[\\/][^:]*|[^:]*):/s.exec(String(bind)) ?? [];
    if (source?.match(/[\\/]/)) yield ['HostConfig.Binds', source];
  }
  for (const mount of listAt(host, 'Mounts')) {
    const { Type: type, Source: source } = isRecord(mount) ? mount : {};
    if (typeof source === 'string' && !says(type, 'volume')) yield ['HostConfig.Mounts', source];
    // A volume of the local driver can be a bind mount in disguise.
    const options = objectAt(mount, 'VolumeOptions.DriverConfig.Options');
    for (const value of Object.values(options)) if (typeof value === 'string') yield ['HostConfig.Mounts', value];
  }
}

/** Podman takes any namespace by a path, such as `ns:/proc/1/ns/net`. */
function isPathOfNamespace(value: unknown): boolean {
  return typeof value === 'string' && value.trim().toLowerCase().startsWith('ns:');
}

function says(value: unknown, word: string): boolean {
  return typeof value === 'string' && value.trim().toLowerCase() === word;
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce((inner: unknown, name) => (isRecord(inner) ? inner[name] : undefined), value);
}

function objectAt(value: unknown, path: string): JsonObject {
  const found = at(value, path);
  return isRecord(found) ? found : {};
}

function listAt(value: JsonObject, name: string): readonly unknown[] {
  const found = value[name];
  return Array.isArray(found) ? found : [];
}

function forbidden(path: string, why: string): UsageError {
  return new UsageError(`container option ${path} cannot be set like that: ${why}`);
}
