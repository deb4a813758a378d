import type { DispatchLimits } from '../../../options/options.ts';
import type { InmateEnv } from '../../../options/inmateEnv.ts';
import { DOCKER, type EngineTraits } from '../connection/engineTraits.ts';
import { parseUser, type InmateUser } from './inmateUser.ts';
import type { VolumeMount } from './volumes.ts';

const MIB = 1024 * 1024;

/** What the safe defaults are made from. */
export interface DefaultsInput {
  readonly limits: DispatchLimits;
  readonly mounts: readonly VolumeMount[];
  /** Name of a runtime that the daemon knows. */
  readonly runtime?: string | undefined;
  /** Default: `nobody`. */
  readonly user?: InmateUser;
  /** Name of a network. Default: none. */
  readonly network?: string;
  readonly env?: InmateEnv;
  /** Default: Docker. */
  readonly engine?: EngineTraits | undefined;
}

/** The part of a create request that is the same for every jail: all that confines an inmate, before user options. */
export function containerDefaults(input: DefaultsInput) {
  const { limits, mounts, runtime, engine = DOCKER } = input;
  const { user = parseUser(undefined), network = 'none', env = {} } = input;
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const tmpfs: Readonly<Record<string, string>> = {
    '/tmp': ['rw', 'nosuid', 'nodev', 'noexec', `size=${limits.tmpBytes}`, ...engine.tmpfsOptions(user)].join(','),
  };
  return {
    User: `${user.uid}:${user.gid}`,
    ...(variables.length > 0 && { Env: variables }),
    Tty: false,
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    StopTimeout: 1,
    // The engine's own labels are specific to each container.
    Labels: {},
    HostConfig: {
      NetworkMode: network,
      IpcMode: 'none',
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      Privileged: false,
      ReadonlyRootfs: true,
      Init: true,
      Tmpfs: tmpfs,
      // Equal: no swap. A tmpfs counts towards it.
      Memory: limits.memory,
      MemorySwap: limits.memory,
      PidsLimit: limits.pids,
      NanoCpus: Math.round(limits.cpus * 1e9),
      Ulimits: [
        { Name: 'nofile', Soft: 1024, Hard: 1024 },
        { Name: 'core', Soft: 0, Hard: 0 },
        fileSizeLimit(limits),
        ...engine.ulimits,
      ],
      OomScoreAdj: 500,
      // The default driver would write all output to the daemon's disk.
      LogConfig: { Type: 'none', Config: {} },
      // A container that removes itself takes its exit status with it.
      AutoRemove: false,
      RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
      ...(mounts.length > 0 && { Mounts: mounts }),
      ...(runtime !== undefined && { Runtime: runtime }),
    },
  };
}

/** A single file may fill a `/tmp` that was made larger. */
function fileSizeLimit({ tmpBytes }: DispatchLimits) {
  const bytes = Math.max(64 * MIB, tmpBytes);
  return { Name: 'fsize', Soft: bytes, Hard: bytes };
}
