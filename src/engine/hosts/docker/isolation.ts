import type { ContainerCreateOptions } from 'dockerode';
import type { EngineTraits } from './connection/engineTraits.ts';

/**
 * @param engine its name
 * @returns one line for people on what separates an inmate from the engine's machine, according to these options
 */
export function describeIsolation(
  { User: user, HostConfig: host = {} }: ContainerCreateOptions,
  engine: EngineTraits['name'],
): string {
  const container = engine === 'Docker' ? 'container' : `${engine} container`;
  const added = texts(host.CapAdd);
  const dropsAll = texts(host.CapDrop).includes('ALL');
  const mounts = (host.Mounts?.length ?? 0) + (host.Binds?.length ?? 0);
  return [
    host.Runtime === undefined ? container : `${container} under ${host.Runtime}`,
    host.NetworkMode === 'none' ? 'no network' : `network ${host.NetworkMode ?? 'of the daemon'}`,
    host.ReadonlyRootfs === true ? 'read-only root' : 'writable root',
    dropsAll && added.length === 0
      ? 'no capabilities'
      : `capabilities ${dropsAll ? added.join(', ') : 'of the daemon'}`,
    `user ${user === undefined || user === '' ? 'of the image' : user}`,
    ...(mounts > 0 ? [`${mounts} mounted from outside`] : []),
  ].join(', ');
}

/** dockerode types these lists as `any`. */
function texts(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
