import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containerConfig, type SingleSettings } from '../../../../../support/containerConfig.ts';
import { traitsOf } from '../../../../../../src/engine/hosts/docker/connection/engineTraits.ts';
import { UsageError } from '../../../../../../src/engine/errors/errors.ts';
import { DEFAULT_LIMITS } from '../../../../../../src/engine/options/limits.ts';

const MIB = 1024 * 1024;
const LABELS = { 'dev.hoosegow.owner': 'me' };

type Json = Record<string, unknown>;

const settings = (more: Partial<SingleSettings> = {}): SingleSettings => ({
  image: 'hoosegow:abc',
  limits: DEFAULT_LIMITS,
  labels: LABELS,
  baseDir: '/projects/inmate',
  daemonSocket: '/tmp/dk/docker.sock',
  ...more,
});
const configOf = (options: Json) => containerConfig(settings({ options })) as Json;
const hostOf = (hostConfig: Json) => configOf({ HostConfig: hostConfig })['HostConfig'] as Json;

describe('the defaults', () => {
  it('are those that the security document promises', () => {
    expect(containerConfig(settings())).toEqual({
      Image: 'hoosegow:abc',
      User: '65534:65534',
      Tty: false,
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      StopTimeout: 1,
      Labels: LABELS,
      HostConfig: {
        NetworkMode: 'none',
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
        ReadonlyRootfs: true,
        IpcMode: 'none',
        Init: true,
        Privileged: false,
        Tmpfs: { '/tmp': 'rw,nosuid,nodev,noexec,size=67108864,nr_inodes=16384,uid=65534,gid=65534' },
        Memory: 256 * MIB,
        MemorySwap: 256 * MIB,
        PidsLimit: 128,
        NanoCpus: 1e9,
        Ulimits: [
          { Name: 'nofile', Soft: 1024, Hard: 1024 },
          { Name: 'core', Soft: 0, Hard: 0 },
          { Name: 'fsize', Soft: 64 * MIB, Hard: 64 * MIB },
        ],
        OomScoreAdj: 500,
        LogConfig: { Type: 'none', Config: {} },
        AutoRemove: false,
        RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
      },
    });
  });

  it('forbid to execute in a tmpfs of the user, as Docker does by itself, unless that is named', () => {
    const host = {
      Tmpfs: { '/a': '', '/b': 'size=1m', '/c': 'rw,exec', '/d': 'noexec' },
      Mounts: [
        { Type: 'tmpfs', Target: '/e', ReadOnly: true, TmpfsOptions: { SizeBytes: 4096, Mode: 0o1777 } },
        { Type: 'tmpfs', Target: '/f' },
        { Type: 'volume', Source: 'data', Target: '/g' },
      ],
    };
    const named = { image: 'i', limits: DEFAULT_LIMITS, labels: {}, baseDir: '/', options: { HostConfig: host } };
    const podman = containerConfig({ ...named, engine: traitsOf({ 'libpod-api-version': '5.4.2' }) });
    expect(podman.HostConfig?.Tmpfs).toMatchObject({
      '/a': 'noexec',
      '/b': 'size=1m,noexec',
      '/c': 'rw,exec',
      '/d': 'noexec',
      '/e': 'ro,size=4096,mode=1777,nosuid,nodev,noexec',
      '/f': 'nosuid,nodev,noexec',
    });
    expect(podman.HostConfig?.Mounts).toEqual([host.Mounts[2]]);
    const docker = containerConfig(named);
    expect(docker.HostConfig?.Tmpfs).toMatchObject(host.Tmpfs);
    expect(docker.HostConfig?.Mounts).toEqual(host.Mounts);
  });

  it('are spelt as Podman knows them, and close what it would open', () => {
    const engine = traitsOf({ server: 'Libpod/5.4.2 (linux)' });
    const tmpfs = (options: Json) => containerConfig(settings({ engine, options })).HostConfig?.Tmpfs;
    const tmp = { '/tmp': 'rw,nosuid,nodev,noexec,size=67108864,mode=1777,notmpcopyup' };
    const closed = 'ro,nosuid,nodev,noexec';
    expect(tmpfs({})).toEqual({ ...tmp, '/run': closed, '/var/tmp': closed });
    expect(tmpfs({ HostConfig: { Tmpfs: { '/run/': 'size=1m' } } })).toEqual({
      ...tmp,
      '/run/': 'size=1m,noexec',
      '/var/tmp': closed,
    });
    const binds = {
      Binds: ['/a:/run', 'C:\\a:/var/tmp:ro'],
      Mounts: [{ Type: 'volume', Source: 'v', Target: '/tmp' }],
    };
    expect(tmpfs({ HostConfig: binds })).toEqual({});
    expect(tmpfs({ HostConfig: { ReadonlyRootfs: false } })).toEqual(tmp);
  });

  it('follow the limits, the runtime and the volumes', () => {
    const limits = { ...DEFAULT_LIMITS, memory: 64 * MIB, cpus: 0.5, pids: 7, tmpBytes: 128 * MIB };
    const { HostConfig: host } = containerConfig(settings({ limits, runtime: 'runsc', volumes: { '/d': './x:rw' } }));
    expect(host).toMatchObject({
      Memory: 64 * MIB,
      MemorySwap: 64 * MIB,
      NanoCpus: 5e8,
      PidsLimit: 7,
      Runtime: 'runsc',
      Mounts: [{ Type: 'bind', Source: '/projects/inmate/x', Target: '/d', ReadOnly: false }],
    });
    expect(host?.Tmpfs).toEqual({ '/tmp': expect.stringContaining('size=134217728,') as unknown });
    expect(host?.Ulimits).toContainEqual({ Name: 'fsize', Soft: 128 * MIB, Hard: 128 * MIB });
  });
});

describe('the environment, the user and the network', () => {
  const of = (more: Partial<SingleSettings>) => containerConfig(settings(more));

  it('change what they name and nothing else', () => {
    const plain = of({});
    const named = of({ env: { A: '1', 'b.c-d': 'x=y z\n' }, user: '1000', network: 'bridge' });
    const host = { ...plain.HostConfig, ...named.HostConfig };
    expect(named).toEqual({
      ...plain,
      Env: ['A=1', 'b.c-d=x=y z\n'],
      User: '1000:1000',
      HostConfig: { ...host, NetworkMode: 'bridge' },
    });
    expect(host.Tmpfs).toEqual({ '/tmp': expect.stringMatching(/size=67108864.*uid=1000,gid=1000/) as unknown });
  });

  it('are overruled by container options member by member', () => {
    const named = of({ env: { A: '1', B: '2' }, user: '1000:100', options: { Env: ['B=3', 'C=4'], User: '5' } });
    expect(named).toMatchObject({ Env: ['A=1', 'B=3', 'C=4'], User: '5' });
    expect(() => of({ env: { A: '1' }, options: { Env: [1] } })).toThrow(/Env: each member is a text/);
  });

  it.each([
    ['1000', '1000:1000'],
    ['1000:100', '1000:100'],
    ['0', '0:0'],
    ['2147483647:0', '2147483647:0'],
  ])('user %s is %s', (user, expected) => {
    expect(of({ user }).User).toBe(expected);
  });

  it.each(['', 'root', 'nobody:nobody', '-1', '1000:', ':1', '1.5', '2147483648', '1 000', '1000:1000:1', '0x10'])(
    'user %j is refused',
    (user) => {
      expect(() => of({ user })).toThrow(/the user must be UID or UID:GID in numbers/);
    },
  );

  it.each(['host', 'HOST', 'ns:/proc/1/ns/net', 'container:abc', '', ' host', 'a b', 'pasta:-T,22', '../x'])(
    'network %j is refused',
    (network) => {
      expect(() => of({ network })).toThrow(UsageError);
    },
  );

  it.each([
    ['', 'x', /has no name/],
    ['A B', 'x', /no spaces/],
    ['A=B', 'x', /no "="/],
    ['A\0', 'x', /no spaces/],
    ['HOOSEGOW_INMATE', '/x', /the engine tells the entrypoint/],
    ['hoosegow_node', '/x', /the engine tells the entrypoint/],
    ['NODE_CHANNEL_FD', '3', /Node tells its own child processes/],
    ['A', 'secret\0', /null byte/],
    ['A', 'secret'.repeat(30_000), /larger than 128 KiB/],
  ])('variable %j is refused, and its value not shown', (name, value, message) => {
    const making = () => of({ env: { [name]: value } });
    expect(making).toThrow(UsageError);
    expect(making).toThrow(message);
    expect(making).not.toThrow(/secret/);
  });

  it('may hold what is meant for Node and for the loader of programs', () => {
    const env = { NODE_OPTIONS: '--max-old-space-size=100', LD_PRELOAD: '/x.so', PATH: '/bin', TMPDIR: '/data' };
    expect(of({ env }).Env).toHaveLength(4);
  });
});

describe("a user's options", () => {
  it('merge member by member', () => {
    const config = configOf({
      Env: ['A=1'],
      Labels: { mine: 'yes' },
      HostConfig: { NetworkMode: 'bridge', LogConfig: { Type: 'local' }, StorageOpt: { size: '1G' } },
    });
    expect(config).toMatchObject({
      Env: ['A=1'],
      User: '65534:65534',
      Labels: { mine: 'yes', ...LABELS },
      HostConfig: { NetworkMode: 'bridge', LogConfig: { Type: 'local', Config: {} }, ReadonlyRootfs: true },
    });
  });

  it('keep what a list holds besides the member that is named', () => {
    const host = hostOf({
      SecurityOpt: ['apparmor=mine'],
      Ulimits: [{ Name: 'nofile', Soft: 10, Hard: 20 }],
      Tmpfs: { '/scratch': 'size=1m' },
      CapAdd: ['NET_BIND_SERVICE'],
      CapDrop: ['CHOWN'],
    });
    expect(host['SecurityOpt']).toEqual(['no-new-privileges:true', 'apparmor=mine']);
    expect(host['CapDrop']).toEqual(['ALL', 'CHOWN']);
    expect(host['CapAdd']).toEqual(['NET_BIND_SERVICE']);
    expect(Object.keys(host['Tmpfs'] as Json)).toEqual(['/tmp', '/scratch']);
    expect(host['Ulimits']).toEqual([
      { Name: 'nofile', Soft: 10, Hard: 20 },
      { Name: 'core', Soft: 0, Hard: 0 },
      { Name: 'fsize', Soft: 64 * MIB, Hard: 64 * MIB },
    ]);
  });

  it('loosen exactly what they name', () => {
    expect(hostOf({ ReadonlyRootfs: false, SecurityOpt: ['no-new-privileges:false'] })).toMatchObject({
      ReadonlyRootfs: false,
      SecurityOpt: ['no-new-privileges:false'],
      NetworkMode: 'none',
    });
    expect(configOf({ User: '0' })).toMatchObject({ User: '0', HostConfig: { CapDrop: ['ALL'] } });
  });

  it('keep memory and swap equal unless the swap is named', () => {
    expect(hostOf({ Memory: 1 })).toMatchObject({ Memory: 1, MemorySwap: 1 });
    expect(hostOf({ MemorySwap: -1 })).toMatchObject({ Memory: 256 * MIB, MemorySwap: -1 });
    expect(hostOf({ Memory: 1, MemorySwap: 2 })).toMatchObject({ Memory: 1, MemorySwap: 2 });
  });

  it('add mounts to the volumes, and a mount on /tmp takes the place of the tmpfs', () => {
    const mount = { Type: 'tmpfs', Target: '/b' };
    const { HostConfig: host } = containerConfig(
      settings({ volumes: { '/a': '/srv/a' }, options: { HostConfig: { Mounts: [mount] } } }),
    );
    expect(host?.Mounts).toEqual([{ Type: 'bind', Source: '/srv/a', Target: '/a', ReadOnly: true }, mount]);
    expect(containerConfig(settings({ volumes: { '/tmp': 'scratch:rw' } })).HostConfig?.Tmpfs).toEqual({});
  });

  it.each([
    [{ hostconfig: {} }, /container option hostconfig: Docker's name for it is HostConfig/],
    [{ HostConfig: { privileged: true } }, /HostConfig\.privileged: Docker's name for it is Privileged/],
    [{ HostConfig: { NetworKMode: 'host' } }, /Docker's name for it is NetworkMode/],
    [{ HostConfig: { ſecurityOpt: [] } }, /Docker's name for it is SecurityOpt/],
    [{ Memory: 1 }, /container option Memory: it belongs into HostConfig/],
    [{ name: 'x' }, /names of Docker's API begin with a capital letter/],
    [{ HostConfig: { RestartPolicy: { name: 'always' } } }, /Docker's name for it is Name/],
    [{ HostConfig: { Mounts: [{ source: '/' }] } }, /Docker's name for it is Source/],
    [{ HostConfig: null }, /null would take a safe default away/],
    [{ HostConfig: { Memory: Number.NaN } }, /null would take a safe default away/],
    [{ HostConfig: 'x' }, /HostConfig: an object is expected/],
    [{ HostConfig: { SecurityOpt: 'x' } }, /HostConfig\.SecurityOpt: a list is expected/],
    [{ HostConfig: { Ulimits: [{ Soft: 1 }] } }, /HostConfig\.Ulimits: each member needs a Name/],
    [{ Env: [1n] }, /no form in JSON/],
  ])('%o is refused with the reason', (options, why) => {
    expect(() => configOf(options)).toThrow(UsageError);
    expect(() => configOf(options)).toThrow(why);
  });
});

describe('what is never allowed', () => {
  const HOST_NAMESPACES = ['NetworkMode', 'PidMode', 'IpcMode', 'UTSMode', 'UsernsMode', 'CgroupnsMode'];
  it.each<[Json]>([
    [{ Tty: true }],
    [{ OpenStdin: false }],
    [{ StdinOnce: false }],
    [{ AttachStdout: false }],
    [{ Image: 'other' }],
    [{ Labels: { 'dev.hoosegow.owner': 'you' } }],
    [{ Labels: { 'dev.hoosegow.lifetime': '1' } }],
    [{ NetworkingConfig: { EndpointsConfig: { host: {} } } }],
    [{ HostConfig: { AutoRemove: true } }],
    [{ HostConfig: { RestartPolicy: { Name: 'always' } } }],
    [{ HostConfig: { Privileged: true } }],
    [{ HostConfig: { Privileged: 1 } }],
    [{ HostConfig: { CapAdd: ['ALL'] } }],
    ...HOST_NAMESPACES.map((name): [Json] => [{ HostConfig: { [name]: 'host' } }]),
    ...HOST_NAMESPACES.map((name): [Json] => [{ HostConfig: { [name]: 'ns:/proc/1/ns/net' } }]),
    ...['seccomp=unconfined', 'seccomp:unconfined', 'apparmor=unconfined', 'label=disable', 'unmask=ALL'].map(
      (option): [Json] => [{ HostConfig: { SecurityOpt: [option] } }],
    ),
    ...['/var/run/docker.sock', '/run//x/../docker.sock', '/', '/run/', '/tmp/dk', '//./pipe/docker_engine'].flatMap(
      (source): [Json][] => [
        [{ HostConfig: { Binds: [`${source}:/x:ro`] } }],
        [{ HostConfig: { Mounts: [{ Type: 'bind', Source: source, Target: '/x' }] } }],
        [
          {
            HostConfig: {
              Mounts: [
                {
                  Type: 'volume',
                  Target: '/x',
                  VolumeOptions: { DriverConfig: { Options: { o: 'bind', device: source } } },
                },
              ],
            },
          },
        ],
      ],
    ),
  ])('%j', (options) => {
    expect(() => configOf(options)).toThrow(UsageError);
    expect(() => configOf(options)).toThrow(/cannot be set like that: /);
  });

  it('is not circumvented by a volume, nor in the way of harmless mounts', () => {
    expect(() => containerConfig(settings({ volumes: { '/x': '/tmp/dk/docker.sock' } }))).toThrow(UsageError);
    expect(hostOf({ Binds: ['/srv/data:/data', 'run:/run:rw'] })['Binds']).toHaveLength(2);
  });
});

/** Options as a user might name them, right and wrong, by every way there is to write a name. */
const anyCase = (name: string) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(name) },
    { weight: 1, arbitrary: fc.constantFrom(name.toLowerCase(), name.toUpperCase(), name.replace(/k/, '\u212a')) },
  );
const members = (names: readonly string[], value: fc.Arbitrary<unknown>) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names).chain(anyCase), value), {
      selector: ([name]) => name,
      maxLength: 6,
    })
    .map((entries) => Object.fromEntries(entries));
const scalar = fc.oneof(
  fc.constantFrom<unknown>(true, false, 0, 1, -1, null, '', 'host', 'none', 'bridge', 'all', 'always'),
  fc.constantFrom<unknown>([], ['x'], ['ALL'], ['no-new-privileges:false'], ['label=x'], {}, { '/x': 'size=1m' }),
  fc.constantFrom<unknown>([{ Name: 'core', Soft: 1, Hard: 1 }], [{ Name: 'stack', Soft: 1, Hard: 1 }], { Name: 'no' }),
);
const HOST_NAMES = `NetworkMode IpcMode PidMode CapDrop CapAdd SecurityOpt Privileged ReadonlyRootfs Init Tmpfs Memory
  MemorySwap PidsLimit NanoCpus Ulimits OomScoreAdj LogConfig AutoRemove RestartPolicy Runtime Binds Mounts Sysctls
  ShmSize`.split(/\s+/);
const TOP_NAMES = 'User Tty OpenStdin StdinOnce StopTimeout Env Cmd Image Labels Entrypoint'.split(' ');
const userOptions = fc
  .tuple(members(TOP_NAMES, scalar), fc.option(members(HOST_NAMES, scalar)), anyCase('HostConfig'))
  .map(([top, host, name]) => (host ? { ...top, [name]: host } : top));

/** `undefined` for options that are refused. */
function acceptedConfig(options: Json): Json | undefined {
  try {
    return configOf(options);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** As Docker reads it: names without regard to case, the last one wins, null leaves the zero value. */
function asGoReads(value: unknown): Json {
  const entries = Object.entries(value as Json).map(([name, member]) => [name.toUpperCase().toLowerCase(), member]);
  return Object.fromEntries(entries) as Json;
}

describe('for any options', () => {
  const defaults = containerConfig(settings()) as Json;

  it('every safe default that is not named stands, as Docker reads the body', () => {
    let accepted = 0;
    fc.assert(
      fc.property(userOptions, (options) => {
        const config = acceptedConfig(options);
        if (!config) return;
        accepted++;
        const named = asGoReads(options);
        const namedHost = asGoReads(named['hostconfig'] ?? {});
        const body = asGoReads(config);
        const host = asGoReads(body['hostconfig']);
        for (const [name, value] of Object.entries(defaults)) {
          const key = name.toLowerCase();
          if (key === 'hostconfig' || key in named) continue;
          expect(body[key]).toEqual(value);
        }
        for (const [name, value] of Object.entries(defaults['HostConfig'] as Json)) {
          const key = name.toLowerCase();
          if (key in namedHost || (key === 'memoryswap' && 'memory' in namedHost)) continue;
          expect(host[key]).toEqual(value);
        }
        expect(host).toMatchObject({ privileged: false, autoremove: false, restartpolicy: { Name: 'no' } });
        expect(body).toMatchObject({ tty: false, openstdin: true, labels: LABELS, image: 'hoosegow:abc' });
        expect(host['capdrop']).toContain('ALL');
        for (const mode of ['networkmode', 'ipcmode', 'pidmode']) expect(host[mode]).not.toBe('host');
        expect(Object.keys(host['tmpfs'] as Json)).toContain('/tmp');
        const limits = (host['ulimits'] as Json[]).map((limit) => limit['Name']);
        expect(limits).toEqual(expect.arrayContaining(['nofile', 'core', 'fsize']));
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });
});
