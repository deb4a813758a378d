import { UsageError } from '../../../../errors/errors.ts';

/** Members of the body of `POST /containers/create`, as Docker's API writes them. */
const CONTAINER_NAMES = `Hostname Domainname User AttachStdin AttachStdout AttachStderr ExposedPorts Tty OpenStdin
  StdinOnce Env Cmd Healthcheck ArgsEscaped Image Volumes WorkingDir Entrypoint NetworkDisabled MacAddress OnBuild Labels
  StopSignal StopTimeout Shell HostConfig NetworkingConfig`.split(/\s+/);

/** Members of its `HostConfig`. */
const HOST_CONFIG_NAMES = `CpuShares Memory CgroupParent BlkioWeight BlkioWeightDevice BlkioDeviceReadBps
  BlkioDeviceWriteBps BlkioDeviceReadIOps BlkioDeviceWriteIOps CpuPeriod CpuQuota CpuRealtimePeriod CpuRealtimeRuntime
  CpusetCpus CpusetMems Devices DeviceCgroupRules DeviceRequests KernelMemory KernelMemoryTCP MemoryReservation
  MemorySwap MemorySwappiness NanoCpus OomKillDisable Init PidsLimit Ulimits CpuCount CpuPercent IOMaximumIOps
  IOMaximumBandwidth Binds ContainerIDFile LogConfig NetworkMode PortBindings RestartPolicy AutoRemove VolumeDriver
  VolumesFrom Mounts ConsoleSize Annotations CapAdd CapDrop CgroupnsMode Dns DnsOptions DnsSearch ExtraHosts GroupAdd
  IpcMode Cgroup Links OomScoreAdj PidMode Privileged PublishAllPorts ReadonlyRootfs SecurityOpt StorageOpt Tmpfs
  UTSMode UsernsMode ShmSize Sysctls Runtime Isolation MaskedPaths ReadonlyPaths`.split(/\s+/);

/** Members of nested structures, where another spelling could undo a default. */
const INNER_NAMES = new Map(
  Object.entries({
    LogConfig: 'Type Config',
    RestartPolicy: 'Name MaximumRetryCount',
    NetworkingConfig: 'EndpointsConfig',
    Ulimits: 'Name Soft Hard',
    Mounts:
      'Type Source Target ReadOnly Consistency BindOptions VolumeOptions TmpfsOptions ImageOptions ClusterOptions',
    BindOptions: 'Propagation NonRecursive CreateMountpoint ReadOnlyNonRecursive ReadOnlyForceRecursive',
    TmpfsOptions: 'SizeBytes Mode Options',
    ImageOptions: 'Subpath',
    VolumeOptions: 'NoCopy Labels DriverConfig Subpath',
    DriverConfig: 'Name Options',
  }).map(([structure, names]) => [structure, names.split(' ')]),
);

/**
 * Refuses a member name that Docker would read as another one, which would bypass every check made here: its decoder
 * ignores case. Names that this version does not know are refused too: what they allow is unknown.
 *
 * @param where name of the structure; empty for the whole body
 */
export function checkApiName(name: string, where: string): void {
  const known = where === '' ? CONTAINER_NAMES : where === 'HostConfig' ? HOST_CONFIG_NAMES : INNER_NAMES.get(where);
  if (!known || known.includes(name)) return;
  const place = where === '' ? name : `${where}.${name}`;
  const meant = known.find((each) => folded(each) === folded(name));
  if (meant !== undefined) throw new UsageError(`container option ${place}: Docker's name for it is ${meant}`);
  if (where === '' && HOST_CONFIG_NAMES.some((each) => folded(each) === folded(name))) {
    throw new UsageError(`container option ${place}: it belongs into HostConfig`);
  }
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) {
    throw new UsageError(`container option ${place}: names of Docker's API begin with a capital letter`);
  }
  if (where === '' || where === 'HostConfig') {
    throw new UsageError(`container option ${place}: Docker's API has no such option, as far as this version knows it`);
  }
}

/** Go's `encoding/json` compares names by Unicode's simple case folding: `ſ` is an s, the Kelvin sign a k. */
function folded(name: string): string {
  return name.toUpperCase().toLowerCase();
}
