import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../../../../errors/errors.ts';
import { isRecord } from '../../../../../text/isRecord.ts';
import { HOST_RULES, networkRule } from './hostRules.ts';
import { targetRule } from './mountRules.ts';

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
  'HostConfig.Privileged': 'a privileged container holds nothing back',
};

/** Options whose rules read this machine's disk. */
const OF_THE_DISK = ['Binds', 'Mounts'];

/** Prefix of the labels by which the engine finds its containers. */
const OWN_LABELS = 'dev.hoosegow.';

/**
 * Refuses a container that is not safe or cannot carry a dispatch. It checks the whole merged body, not the user's
 * options, so that no spelling bypasses it.
 *
 * @param daemonSocket as in `whyNeverMounted`
 * @throws {UsageError} naming the option and saying why
 */
export function refuseForbidden(body: JsonObject, defaults: JsonObject, daemonSocket: string | undefined): void {
  for (const [path, why] of Object.entries(PINNED)) {
    if (!isDeepStrictEqual(at(body, path), at(defaults, path))) throw forbidden(path, why);
  }
  for (const name of Object.keys(objectAt(body, 'Labels'))) {
    if (name.startsWith(OWN_LABELS)) {
      throw forbidden(`Labels.${name}`, 'by this label the engine finds its containers');
    }
  }
  const host = objectAt(body, 'HostConfig');
  for (const name of Object.keys(HOST_RULES)) refuseByRule(name, host, daemonSocket);
  const whyVolumes = targetRule(body['Volumes'], daemonSocket);
  if (whyVolumes !== undefined) throw forbidden('Volumes', whyVolumes);
  for (const name of Object.keys(objectAt(body, 'NetworkingConfig.EndpointsConfig'))) {
    const why = networkRule(name, daemonSocket);
    if (why !== undefined) throw forbidden(`NetworkingConfig.EndpointsConfig.${name}`, why);
  }
}

/**
 * Checks again what is mounted from the engine's machine: links may lead elsewhere by now.
 *
 * @param host the `HostConfig` of a body that was not refused
 * @throws {UsageError} as `refuseForbidden`
 */
export function refuseMounts(host: JsonObject, daemonSocket: string | undefined): void {
  for (const name of OF_THE_DISK) refuseByRule(name, host, daemonSocket);
}

function refuseByRule(name: keyof typeof HOST_RULES, host: JsonObject, daemonSocket: string | undefined): void {
  const why = HOST_RULES[name]?.(host[name], daemonSocket);
  if (why !== undefined) throw forbidden(`HostConfig.${name}`, why);
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce((inner: unknown, name) => (isRecord(inner) ? inner[name] : undefined), value);
}

function objectAt(value: unknown, path: string): JsonObject {
  const found = at(value, path);
  return isRecord(found) ? found : {};
}

function forbidden(path: string, why: string): UsageError {
  return new UsageError(`container option ${path} cannot be set like that: ${why}`);
}
