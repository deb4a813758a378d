import { mkdtemp, link, mkdir, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containerConfig, type SingleSettings } from '../../../../../../support/containerConfig.ts';
import { traitsOf } from '../../../../../../../src/engine/hosts/docker/connection/engineTraits.ts';
import { UsageError } from '../../../../../../../src/engine/errors/errors.ts';
import { DEFAULT_LIMITS } from '../../../../../../../src/engine/options/limits.ts';

type Json = Record<string, unknown>;

const SOCKET = '/nowhere/dk/docker.sock';

const configOf = (options: Json, more: Partial<SingleSettings> = {}) =>
  containerConfig({
    image: 'i',
    limits: DEFAULT_LIMITS,
    labels: {},
    baseDir: '/',
    daemonSocket: SOCKET,
    options,
    ...more,
  });
const hostOf = (host: Json) => configOf({ HostConfig: host }).HostConfig as Json;

const NAMESPACES = ['NetworkMode', 'PidMode', 'IpcMode', 'UTSMode', 'UsernsMode', 'CgroupnsMode'];
const ALLOW_ALL = 'seccomp={"defaultAction":"SCMP_ACT_ALLOW"}';
/** Paths by which an inmate would have the machine, or other containers. */
const PATHS = [
  '/',
  '//',
  '/..',
  '/proc',
  '/proc/',
  '/proc/1/root',
  '/PROC/1',
  '/./proc',
  '/x/../proc/sys',
  '/sys',
  '/sys/fs/cgroup',
  '/dev',
  '/dev/sda',
  '/dev/mem',
  '/dev/shm',
  '/run',
  '/run/',
  '/var',
  '/var/run',
  '/var/run/docker.sock',
  '/var/lib',
  '/run/docker.sock',
  '/run/user',
  '/run/user/1000',
  '/run/user/1000/bus',
  '/run/user/1000/docker.sock',
  '/run/user/1000/podman',
  '/run/dbus',
  '/var/run/dbus/system_bus_socket',
  '/run/systemd/private',
  '/run/containerd',
  '/run/podman/podman.sock',
  '/var/lib/docker',
  '/var/lib/docker/volumes/x/_data',
  '/var/lib/containerd',
  '/mnt/docker.sock',
  '/var/lib/containers/storage',
  '/home/u/.local/share/docker',
  '/home/u/.local/share/containers/storage',
  '/home/u/.docker/run',
  '/Users/u/.colima/default',
  '/nowhere',
  '/nowhere/dk',
  SOCKET,
  '//run/docker.sock',
  '//./pipe/docker_engine',
  '\\\\.\\pipe\\docker_engine',
  'C:\\',
  'c:/',
];

/** Each is refused, whoever names it and however. */
const REFUSED: readonly Json[] = [
  { Privileged: true },
  // Namespaces of the host, of another container, of a process; a network has a name and nothing else.
  ...NAMESPACES.flatMap((name) =>
    [
      'host',
      'HOST',
      ' host',
      'Host ',
      'container:x',
      'CONTAINER:x',
      'ns:/proc/1/ns/net',
      'path:/x',
      ['host'],
      5,
      {},
    ].map((value) => ({ [name]: value })),
  ),
  ...['pasta:-T,22', 'slirp4netns:allow_host_loopback=true', 'bridge:ip=1', 'service:x', '-x', ''].map((value) => ({
    NetworkMode: value,
  })),
  { IpcMode: '' },
  { Cgroup: 'container:x' },
  // What of the kernel is hidden, and what is read-only.
  ...[[], ['/proc/kcore'], '', {}].flatMap((value) => [{ MaskedPaths: value }, { ReadonlyPaths: value }]),
  // What confines it.
  ...[
    ALLOW_ALL,
    ALLOW_ALL.replace('=', ':'),
    'seccomp=unconfined',
    'seccomp:unconfined',
    'seccomp=',
    'seccomp=/p.json',
  ].map((option) => ({ SecurityOpt: [option] })),
  ...['apparmor=unconfined', 'apparmor:unconfined', 'apparmor=UNCONFINED', 'apparmor= unconfined', 'apparmor='].map(
    (option) => ({ SecurityOpt: [option] }),
  ),
  ...[
    'label=disable',
    'label:disable',
    'disable',
    'label=type:spc_t',
    'label:type:spc_t',
    'label=type:unconfined_t',
  ].map((option) => ({ SecurityOpt: [option] })),
  ...['label=nested', 'label=user:system_u', 'label=role:sysadm_r', 'label=filetype:x', 'label=', 'label'].map(
    (option) => ({
      SecurityOpt: [option],
    }),
  ),
  ...['systempaths=unconfined', 'systempaths:unconfined', 'unmask=ALL', 'unmask=/proc/kcore', 'proc-opts=rw,suid'].map(
    (option) => ({ SecurityOpt: [option] }),
  ),
  ...[
    'writable-cgroups=true',
    'writable-cgroups',
    'credentialspec=file://x',
    'no-new-privileges=0',
    'NO-NEW-PRIVILEGES=x',
    '',
  ].map((option) => ({ SecurityOpt: [option] })),
  { SecurityOpt: ['no-new-privileges:true', 'label=level:s0', 'label=disable'] },
  // Capabilities that reach beyond the container: a text stands for a list of one.
  ...'ALL all CAP_ALL SYS_ADMIN sys_admin CAP_SYS_ADMIN SYS_PTRACE SYS_MODULE SYS_RAWIO SYS_BOOT SYS_TIME SYS_NICE'
    .split(' ')
    .map((name) => ({ CapAdd: [name] })),
  ...'DAC_READ_SEARCH NET_ADMIN BPF PERFMON MAC_ADMIN SYSLOG SYS_RESOURCE LINUX_IMMUTABLE IPC_LOCK AUDIT_CONTROL NONSENSE'
    .split(' ')
    .map((name) => ({ CapAdd: ['CHOWN', ` ${name} `] })),
  { CapAdd: 'SYS_ADMIN' },
  { CapAdd: { 0: 'ALL' } },
  // Devices.
  { Devices: [{ PathOnHost: '/dev/sda', PathInContainer: '/dev/x', CgroupPermissions: 'rwm' }] },
  { DeviceRequests: [{ Driver: 'cdi', DeviceIDs: ['vendor.com/device=all'] }] },
  { DeviceCgroupRules: ['b 8:* rmw'] },
  // What is of other containers, or orders for the engine.
  { VolumesFrom: ['x'] },
  { VolumesFrom: 'x' },
  { Links: ['db:db'] },
  { Annotations: { 'io.podman.annotations.cid-file': '/etc/passwd' } },
  { ContainerIDFile: '/etc/passwd' },
  // What makes the machine's own programs suffer.
  { OomKillDisable: true },
  { OomKillDisable: 'true' },
  { OomScoreAdj: -1 },
  { OomScoreAdj: '-1000' },
  // Mounts.
  ...PATHS.flatMap((source): Json[] => [
    { Binds: [`${source}:/x`] },
    { Binds: ['/srv:/srv', `${source}:/x:ro,rslave`] },
    { Mounts: [{ Type: 'bind', Source: source, Target: '/x', ReadOnly: true }] },
    { Mounts: [{ Type: 'volume', Source: source, Target: '/x' }] },
  ]),
  ...['.', '..', './x', '../run', '~', '~/x'].map((source) => ({ Binds: [`${source}:/x`] })),
  { Binds: '/:/x' },
  { Binds: [{ source: '/' }] },
  ...['npipe', 'Bind', 'BIND', 'devpts', 'glob', undefined].map((Type) => ({
    Mounts: [{ Type, Source: '/srv', Target: '/x' }],
  })),
  { Mounts: ['/:/x'] },
  ...[
    { o: 'bind', device: '/' },
    { type: 'overlay', device: 'overlay', o: 'lowerdir=/,upperdir=/a,workdir=/b' },
    { type: 'nfs', o: 'addr=10.0.0.1', device: ':/' },
    { type: 'ext4', device: '/dev/sda1' },
  ].map((Options) => ({
    Mounts: [{ Type: 'volume', Target: '/x', VolumeOptions: { DriverConfig: { Name: 'local', Options } } }],
  })),
  { Mounts: [{ Type: 'volume', Target: '/x', VolumeOptions: { DriverConfig: { Name: 'a-plugin' } } }] },
  // What the runtime mounts itself, and closes.
  ...['/proc', '/proc/', '//proc/sys', '/x/../proc/1', '/sys', '/sys/fs/cgroup', '/dev', '/dev/'].flatMap(
    (target): Json[] => [
      { Tmpfs: { '/a': '', [target]: '' } },
      { Binds: [`/srv:${target}`] },
      { Binds: [`name:${target}:rw`] },
      { Binds: [target] },
      { Mounts: [{ Type: 'tmpfs', Target: target }] },
    ],
  ),
  { Tmpfs: ['/proc'] },
  // What Podman reads as `Binds`, and the overlays that it makes of folders nobody has looked at.
  { Tmpfs: { '/:/x': '' } },
  ...['/proc', '/sys/fs/cgroup'].map((target) => ({ Binds: [`a:${target}:ro`] })),
  ...['O,upperdir=/var/lib/containers,workdir=/srv/w', 'rw,workdir=/w', ' upperdir=/'].map((mode) => ({
    Binds: [`/srv:/x:${mode}`],
  })),
  ...['a-plugin', ['a'], { a: 1 }].map((VolumeDriver) => ({ VolumeDriver })),
  // Files that Podman appends output to.
  ...['path', 'PATH', ' Path', 'path=/etc/crontab', 'driver=k8s-file'].map((name) => ({
    LogConfig: { Type: 'k8s-file', Config: { [name]: '/etc/crontab' } },
  })),
  // Docker read it once.
  { Capabilities: ['CAP_SYS_ADMIN'] },
  { Nonsense: { a: 1 } },
];

/** Each is the user's to give, and changes what it names. */
const GIVEN: readonly Json[] = [
  { NetworkMode: 'bridge' },
  { NetworkMode: 'my_net.1-x' },
  { IpcMode: 'private' },
  { IpcMode: 'shareable' },
  { PidMode: 'private', UTSMode: '', CgroupnsMode: 'private' },
  ...['private', 'nomap', 'auto', 'auto:size=1024', 'keep-id', 'keep-id:uid=1000,gid=1000'].map((mode) => ({
    UsernsMode: mode,
  })),
  { CapAdd: ['CHOWN', 'cap_net_raw', 'Kill'] },
  { SecurityOpt: ['no-new-privileges:false'] },
  {
    SecurityOpt: [
      'no-new-privileges:true',
      'apparmor=mine',
      'label=level:s0:c1,c2',
      'label=type:container_t',
      'seccomp=builtin',
    ],
  },
  { SecurityOpt: ['no-new-privileges:true', 'mask=/proc/a', 'mask=/proc/b', 'proc-opts=hidepid=2,subset=pid'] },
  { Devices: [], DeviceRequests: [], DeviceCgroupRules: [], VolumesFrom: [], Annotations: {}, CapAdd: [], Binds: [] },
  { ReadonlyRootfs: false, Init: false, Tmpfs: { '/dev/shm': 'size=64m', '/tmp': 'exec,suid,dev' } },
  { Memory: 0, PidsLimit: -1, NanoCpus: 0, ShmSize: 1, OomScoreAdj: 0, OomKillDisable: false },
  { GroupAdd: ['docker'], Sysctls: { 'net.ipv4.ip_forward': '1' }, CgroupParent: 'inmates.slice', Runtime: 'runsc' },
  {
    LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
    VolumeDriver: 'local',
    Dns: ['1.1.1.1'],
    ExtraHosts: ['a:1.2.3.4'],
    PublishAllPorts: true,
  },
  {
    Binds: [
      '/srv/data:/data',
      'C:\\data:/d',
      'name:/n:ro',
      '/etc:/e',
      '/home/u:/h',
      '/run/media/u/disk:/m',
      '/process:/p',
      '/srv:/s:rw,rslave,idmap=uids=0-1000-1',
    ],
  },
  {
    Mounts: [
      { Type: 'bind', Source: '/opt/device', Target: '/a', BindOptions: { Propagation: 'rprivate' } },
      { Type: 'volume', Source: 'name', Target: '/b', VolumeOptions: { NoCopy: true, DriverConfig: {} } },
      { Type: 'volume', Target: '/c' },
      { Type: 'image', Source: 'registry:5000/a/b', Target: '/d' },
    ],
  },
];

/** The spellings that Go's decoder of JSON takes for a name. */
const spellings = (name: string) =>
  fc
    .array(fc.constantFrom<(text: string) => string>(same, lower, upper, kelvin, longS), {
      minLength: name.length,
      maxLength: name.length,
    })
    .map((ways) => Array.from(name, (letter, index) => (ways[index] ?? same)(letter)).join(''));
const same = (text: string) => text;
const lower = (text: string) => text.toLowerCase();
const upper = (text: string) => text.toUpperCase();
const kelvin = (text: string) => text.replace(/k/i, '\u212a');
const longS = (text: string) => text.replace(/s/i, '\u017f');

function refusalOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('it is not refused');
}

describe('an option that would open a wall', () => {
  it.each(REFUSED.map((host) => [JSON.stringify(host), host] as const))('is refused: %s', (_text, host) => {
    expect(refusalOf(() => hostOf(host))).toMatch(/^container option HostConfig\.\w+/);
  });

  it('is refused in every spelling that the daemon reads as the same', () => {
    fc.assert(
      fc.property(
        spellings('HostConfig'),
        fc.constantFrom(...REFUSED).chain((host) => {
          const [[name, value] = ['', undefined]] = Object.entries(host);
          return spellings(name).map((spelt): Json => ({ [spelt]: value }));
        }),
        fc.boolean(),
        (name, host, twice) => {
          const options: Json = { ...(twice && { HostConfig: {} }), [name]: host };
          expect(refusalOf(() => configOf(options))).toMatch(/^container option /);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is refused at the top level too, where older versions had it, and as a network beside the first', () => {
    for (const host of REFUSED.slice(0, 400)) expect(refusalOf(() => configOf(host))).toMatch(/^container option /);
    for (const name of ['host', 'Host', 'container:x', 'ns:/x']) {
      expect(refusalOf(() => configOf({ NetworkingConfig: { EndpointsConfig: { bridge: {}, [name]: {} } } }))).toMatch(
        /EndpointsConfig/,
      );
    }
    expect(refusalOf(() => configOf({ Volumes: { '/a': {}, '/proc': {} } }))).toMatch(/Volumes/);
    expect(configOf({ Volumes: { '/a': {}, '/dev/shm': {}, '/process': {} } }).Volumes).toBeDefined();
    expect(refusalOf(() => configOf({ Volumes: { '/a': {}, '/:/x': {} } }))).toMatch(/Volumes/);
    const mount = { Type: 'bind', Source: '/srv', Target: '/x', BindOptions: { propagation: 'rshared' } };
    expect(refusalOf(() => hostOf({ Mounts: [mount] }))).toMatch(/BindOptions\.propagation/);
    expect(refusalOf(() => configOf({ UnsetEnvAll: true }))).toMatch(/Docker's API has no such option/);
  });

  it('is refused whatever object names it: what counts is what is sent', () => {
    const hidden = { toJSON: () => ({ HostConfig: { PidMode: 'host' } }) };
    expect(refusalOf(() => configOf(hidden))).toMatch(/PidMode/);
    const own: unknown = JSON.parse('{"__proto__":{"HostConfig":{"Privileged":true}}}');
    expect(refusalOf(() => configOf(own as Json))).toMatch(/^container option __proto__/);
    class Host {
      readonly Privileged = true;
    }
    expect(refusalOf(() => configOf({ HostConfig: new Host() }))).toMatch(/Privileged/);
  });

  it('is refused behind a comma, or as a name alone, where an engine reads it as its command line', () => {
    const engines = [{}, { server: 'Libpod/5.4.2 (linux)' }, { 'libpod-api-version': '4.3.1' }].map(traitsOf);
    const forged = 'volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/';
    const mounts: readonly Json[] = [
      { Type: 'volume', Source: 'v', Target: '/x', Consistency: `cached,${forged}` },
      { Type: 'volume', Source: 'v', Target: `/x,${forged}` },
      { Type: 'bind', Source: '/srv,source=/', Target: '/x' },
      { Type: 'bind', Source: '/srv', Target: '/x', BindOptions: { Propagation: 'rprivate,source=/' } },
      { Type: 'image', Source: 'i,source=/', Target: '/x' },
    ];
    for (const engine of engines) {
      for (const mount of mounts) {
        const named = { HostConfig: { Mounts: [mount] } };
        expect(refusalOf(() => configOf(named, { engine }))).toMatch(/HostConfig\.Mounts .* has a comma/);
      }
      for (const variable of ['*', 'AWS_*', 'SECRET', '']) {
        const refusal = refusalOf(() => configOf({ Env: ['A=1', variable] }, { engine }));
        expect(refusal).toMatch(/^container option Env .* without "=" the value that its own process has$/);
      }
      const volumes = { [`/x,${forged}`]: 'v1' };
      expect(refusalOf(() => configOf({}, { engine, volumes }))).toMatch(/has a comma/);
    }
    const docker = traitsOf({ server: 'Docker/28.1.0 (linux)' });
    expect(configOf({ Env: ['GONE'] }, { engine: docker }).Env).toEqual(['GONE']);
    const volumes = { '/x': '/home/Doe, John' };
    expect(configOf({}, { engine: docker, volumes }).HostConfig).toHaveProperty('Mounts.0.Source', '/home/Doe, John');
  });

  it('is not opened by a volume either', () => {
    for (const path of PATHS) {
      expect(() => configOf({}, { volumes: { '/x': `${path}:rw` } })).toThrow(UsageError);
    }
    for (const path of ['run/../../../../proc', '../../../../../../sys']) {
      expect(() => configOf({}, { volumes: { '/x': `./${path}` }, baseDir: '/a/b/c' })).toThrow(UsageError);
    }
  });
});

describe('an option that is the user’s to give', () => {
  it.each(GIVEN.map((host) => [JSON.stringify(host), host] as const))('is taken as it is: %s', (_text, host) => {
    expect(hostOf(host)).toMatchObject(host);
  });
});

describe('a path to the machine under another name', () => {
  it('is refused by what it is: links, also in its middle, other names of the socket, folders around it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hoosegow-walls-'));
    const server = createServer();
    try {
      await mkdir(join(folder, 'engine/run'), { recursive: true });
      await mkdir(join(folder, 'project'));
      const socket = join(folder, 'engine/run/own');
      await new Promise<void>((resolve) => void server.listen(socket, resolve));
      await link(socket, join(folder, 'project/hard'));
      const links: Record<string, string> = {
        soft: socket,
        folder: join(folder, 'engine/run'),
        around: join(folder, 'engine'),
        proc: '/proc',
        root: '/',
        twice: join(folder, 'project/proc'),
      };
      for (const [name, target] of Object.entries(links)) await symlink(target, join(folder, 'project', name));
      const volume = (path: string) => () =>
        configOf({}, { volumes: { '/x': `./${path}` }, baseDir: join(folder, 'project'), daemonSocket: socket });
      for (const name of [...Object.keys(links), 'hard', 'proc/sys', 'root/etc/../proc', 'twice/1']) {
        expect(refusalOf(volume(name))).toMatch(/^container option HostConfig\.Mounts cannot be set like that: /);
      }
      expect(refusalOf(volume('proc'))).toMatch(/is "\/proc", and would show the inmate/);
      // A link to what may be given may be given, and what is not there is the engine's to tell.
      await mkdir(join(folder, 'data'));
      await symlink(join(folder, 'data'), join(folder, 'project/data'));
      expect(volume('data')).not.toThrow();
      expect(volume('missing')).not.toThrow();
    } finally {
      server.close();
      await rm(folder, { recursive: true });
    }
  });
});
