import { posix } from 'node:path';
import { isRecord } from '../../../../../text/isRecord.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** What an engine says of a container that it has made. */
export interface ContainerReport {
  /** As in `HostConfig` of Docker's API, in the engine's own spelling. */
  readonly host: JsonObject;
  /** As the body of a creation, in the engine's own spelling. */
  readonly config: JsonObject;
  readonly runtime: string | undefined;
  /** Every capability that a process in it can ever have, without `CAP_`; `undefined` where the engine does not say. */
  readonly capabilities: readonly string[] | undefined;
  readonly mounts: readonly ReportedMount[];
  /** Names of the networks that it is in. */
  readonly networks: readonly string[];
  readonly appArmorProfile: string;
}

export interface ReportedMount {
  readonly target: string;
  readonly writable: boolean;
  /** Folder of the volume that is mounted; empty for all of it. Reported by newer versions of Podman. */
  readonly subpath: string;
  /** In the engine's own spelling; empty where it reports them elsewhere. */
  readonly options: readonly string[];
}

/**
 * Reads an engine's answer to an `inspect`: Docker's, or that of Podman's own API, which says more than its
 * Docker-compatible one (there the runtime is always `oci`). `undefined` for any other answer.
 */
export function readContainerReport(answer: unknown): ContainerReport | undefined {
  if (!isRecord(answer) || !isRecord(answer['HostConfig']) || !isRecord(answer['Config'])) return undefined;
  const { HostConfig: host, Config: config, OCIRuntime: ociRuntime, Mounts: mounts, BoundingCaps: bounding } = answer;
  const networks = isRecord(answer['NetworkSettings']) ? answer['NetworkSettings']['Networks'] : undefined;
  return {
    host,
    config,
    runtime: textOf(ociRuntime) ?? textOf(host['Runtime']),
    // Podman reports an empty list as null.
    capabilities: bounding === undefined ? undefined : listOf(bounding).map(plainCapability),
    mounts: listOf(mounts).filter(isRecord).map(readMount),
    networks: isRecord(networks) ? Object.keys(networks) : [],
    appArmorProfile: textOf(answer['AppArmorProfile']) ?? '',
  };
}

function readMount({
  Destination: target,
  RW: writable,
  SubPath: subpath,
  Options: options,
}: JsonObject): ReportedMount {
  return {
    target: textOf(target) ?? '',
    writable: writable !== false,
    subpath: textOf(subpath) ?? '',
    options: listOf(options).map(String),
  };
}

/** `/tmp/`, `/usr/../tmp`, `/tmp`: all the same to an engine. */
export function plainPath(path: string): string {
  return posix.normalize(path).replace(/(?<=.)\/$/, '');
}

/** `CAP_CHOWN`, `chown`, `CHOWN`: all the same to an engine. */
export function plainCapability(name: unknown): string {
  return String(name).toUpperCase().replace(/^CAP_/, '');
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
