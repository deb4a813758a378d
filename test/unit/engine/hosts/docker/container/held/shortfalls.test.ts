import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { containerConfig } from '../../../../../../support/containerConfig.ts';
import { readContainerReport } from '../../../../../../../src/engine/hosts/docker/container/held/containerReport.ts';
import { traitsOf } from '../../../../../../../src/engine/hosts/docker/connection/engineTraits.ts';
import { shortfalls } from '../../../../../../../src/engine/hosts/docker/container/held/shortfalls.ts';
import { DEFAULT_LIMITS } from '../../../../../../../src/engine/options/limits.ts';

type Json = Record<string, unknown>;

interface Recorded {
  readonly asked: Json & { readonly HostConfig: Json };
  /** What the engine said of the container; sources of mounts and ids are left out. */
  readonly answer: Json & { readonly HostConfig: Json };
}

/** What real engines said: of a container with the defaults alone, and of one with many options beside them. */
interface EngineFixture {
  readonly ping: Record<string, string>;
  readonly plain: Recorded;
  readonly many: Recorded;
}

const FOLDER = join(import.meta.dirname, '../../../../../../fixtures/engines');
const engines = readdirSync(FOLDER).map((file): [string, EngineFixture] => [
  file.replace('.json', ''),
  JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as EngineFixture,
]);

function fixture(name: string): EngineFixture {
  const [, recorded] = engines.find(([each]) => each === name) ?? [];
  if (!recorded) throw new Error(`nothing of ${name} is recorded`);
  return recorded;
}

/** The names of the options that do not hold. */
function missed({ ping }: EngineFixture, asked: Json, answer: Json): string[] {
  const report = readContainerReport(answer);
  if (!report) throw new Error('this is no answer of an engine');
  return shortfalls(asked, report, traitsOf(ping)).map(({ option }) => option);
}

function withHost({ answer }: Recorded, host: Json, more: Json = {}): Json {
  return { ...answer, ...more, HostConfig: { ...answer.HostConfig, ...host } };
}

describe('what an engine says of itself', () => {
  it.each([
    ['docker-20.10', 'Docker', '20.10.24+dfsg1'],
    ['docker-28.5', 'Docker', '28.5.2+dfsg4'],
    ['podman-4.3', 'Podman', '4.3.1'],
    ['podman-5.8', 'Podman', '5.8.6'],
  ])('is heard: %s', (engine, name, version) => {
    expect(traitsOf(fixture(engine).ping)).toMatchObject({ name, version });
  });

  it('may be lost on the way: Podman is known by either word, and everything else is taken as Docker', () => {
    expect(traitsOf({ server: 'Libpod/5.4.2 (linux)' })).toMatchObject({ name: 'Podman', version: '5.4.2' });
    expect(traitsOf({ server: 'nginx', 'libpod-api-version': '3.4.4' })).toMatchObject({ name: 'Podman' });
    expect(traitsOf({ server: 'Libpod' })).toMatchObject({ name: 'Docker' });
    expect(traitsOf({ server: 'nginx/1.25' })).toMatchObject({ name: 'Docker', version: undefined });
    expect(traitsOf({})).toMatchObject({ name: 'Docker', version: undefined });
  });
});

it('a network of the host that is named by its id is one of the host', () => {
  const docker = fixture('docker-20.10');
  const asked = { ...docker.plain.asked, HostConfig: { ...docker.plain.asked.HostConfig, NetworkMode: 'bd64' } };
  const networks = (name: string) => ({ NetworkSettings: { Networks: { [name]: {} } } });
  expect(missed(docker, asked, withHost(docker.plain, { NetworkMode: 'bd64' }, networks('host')))).toEqual([
    'HostConfig.NetworkMode',
  ]);
  expect(missed(docker, asked, withHost(docker.plain, { NetworkMode: 'bd64' }, networks('inmates')))).toEqual([]);
});

describe.each(engines)('a container of %s', (_name, engine) => {
  it('is asked for as it was when it was recorded', () => {
    const body = containerConfig({
      image: String(engine.plain.asked['Image']),
      limits: DEFAULT_LIMITS,
      labels: {},
      baseDir: '/',
      engine: traitsOf(engine.ping),
    });
    expect(body).toEqual(engine.plain.asked);
  });

  it('holds all that was asked for, in whatever words', () => {
    expect(missed(engine, engine.plain.asked, engine.plain.answer)).toEqual([]);
    expect(missed(engine, engine.many.asked, engine.many.answer)).toEqual([]);
  });

  it('does not, as soon as any one option is not told any more', () => {
    const { asked, answer } = engine.many;
    const given = Object.entries(asked.HostConfig).filter(([, value]) => value !== false);
    // What some engines tell elsewhere.
    const elsewhere = { Mounts: [], BoundingCaps: ['CAP_SYS_ADMIN'], OCIRuntime: 'other', NetworkSettings: {} };
    for (const [name, value] of given) {
      const changed = withHost(engine.many, { [name]: undefined }, elsewhere);
      if (name === 'NanoCpus') Object.assign(changed['HostConfig'] as Json, { CpuQuota: 0, CpuPeriod: 0 });
      expect(missed(engine, { HostConfig: asked.HostConfig }, changed)).toContain(`HostConfig.${name}`);
      expect(value).toBeDefined();
    }
    for (const name of ['User', 'Env', 'Cmd', 'Entrypoint', 'WorkingDir', 'Hostname']) {
      const changed = { ...answer, Config: { ...(answer['Config'] as Json), [name]: undefined } };
      expect(missed(engine, asked, changed)).toEqual([name]);
    }
  });

  it.each<[string, Json]>([
    ['Privileged', { Privileged: true }],
    ['ReadonlyRootfs', { ReadonlyRootfs: false }],
    ['Init', { Init: false }],
    ['NetworkMode', { NetworkMode: 'bridge' }],
    ['NetworkMode', { NetworkMode: 'host' }],
    ['IpcMode', { IpcMode: 'host' }],
    ['Memory', { Memory: 0 }],
    ['Memory', { Memory: 2 ** 40 }],
    ['MemorySwap', { MemorySwap: -1 }],
    ['MemorySwap', { MemorySwap: 0 }],
    ['PidsLimit', { PidsLimit: null }],
    ['PidsLimit', { PidsLimit: 2048 }],
    ['NanoCpus', { NanoCpus: 0, CpuQuota: 0, CpuPeriod: 0 }],
    ['NanoCpus', { NanoCpus: 2e9, CpuQuota: 200_000, CpuPeriod: 100_000 }],
    ['SecurityOpt', { SecurityOpt: [] }],
    ['SecurityOpt', { SecurityOpt: ['no-new-privileges=false'] }],
    ['Ulimits', { Ulimits: [] }],
    ['Ulimits', { Ulimits: [{ Name: 'nofile', Soft: -1, Hard: -1 }] }],
    ['OomScoreAdj', { OomScoreAdj: 0 }],
    ['LogConfig', { LogConfig: { Type: 'json-file' } }],
    ['Tmpfs', { Tmpfs: {} }],
    ['Tmpfs', { Tmpfs: { '/tmp': 'rw,nosuid,nodev,size=67108864' } }],
    ['AutoRemove', { AutoRemove: true }],
  ])('does not where %s is weaker: %j', (option, host) => {
    expect(missed(engine, engine.plain.asked, withHost(engine.plain, host))).toEqual([`HostConfig.${option}`]);
  });

  it('may be held more strictly than was asked for', () => {
    const { asked, answer } = engine.plain;
    const strict = {
      Memory: 1024 ** 2,
      MemorySwap: 1024 ** 2,
      PidsLimit: 5,
      NanoCpus: 1e8,
      CpuQuota: 10_000,
      CpuPeriod: 100_000,
      OomScoreAdj: 1000,
      SecurityOpt: [...(answer.HostConfig['SecurityOpt'] as string[]), 'label=type:x'],
    };
    expect(missed(engine, asked, withHost(engine.plain, strict))).toEqual([]);
  });
});

describe('an option that a user named', () => {
  const docker = fixture('docker-28.5');
  const podman = fixture('podman-5.4');

  const ask = (engine: EngineFixture, asked: Json, host: Json, more: Json = {}): string[] =>
    missed(engine, { HostConfig: asked }, withHost(engine.plain, host, more));

  it('holds or not: the runtime, which Podman tells in its own answer alone', () => {
    expect(ask(podman, { Runtime: 'runsc' }, { Runtime: 'oci' })).toEqual(['HostConfig.Runtime']);
    expect(ask(podman, { Runtime: 'runc' }, { Runtime: 'oci' })).toEqual([]);
    expect(ask(podman, { Runtime: 'runsc' }, {}, { OCIRuntime: '/usr/bin/runsc' })).toEqual([]);
    expect(ask(docker, { Runtime: 'runsc' }, { Runtime: 'runsc' })).toEqual([]);
    expect(ask(docker, { Runtime: 'runsc' }, { Runtime: 'runc' })).toEqual(['HostConfig.Runtime']);
  });

  it.each<[Json, Json]>([
    [{ NetworkMode: 'default' }, { NetworkMode: 'bridge' }],
    [{ NetworkMode: 'container:web' }, { NetworkMode: 'container:0123' }],
    [{ IpcMode: 'container:web' }, { IpcMode: 'container:0123' }],
    [{ PidMode: '' }, { PidMode: 'private' }],
    [{ UTSMode: 'private' }, { UTSMode: '' }],
    [{ UsernsMode: 'keep-id' }, { UsernsMode: 'private' }],
    [{ CapAdd: ['chown'] }, { CapAdd: ['CAP_CHOWN'] }],
    [{ CapDrop: ['NET_RAW'] }, { CapDrop: ['CAP_NET_RAW'] }],
    [{ SecurityOpt: ['no-new-privileges'] }, { SecurityOpt: ['no-new-privileges=true'] }],
    [{ SecurityOpt: ['no-new-privileges:false'] }, { SecurityOpt: [] }],
    [
      { CpuQuota: 25_000, CpuPeriod: 50_000 },
      { CpuQuota: 50_000, CpuPeriod: 100_000 },
    ],
    [{ MemorySwap: -1 }, { MemorySwap: 536_870_912 }],
    [{ PidsLimit: -1 }, { PidsLimit: null }],
    [
      { ShmSize: 0, Dns: [], Sysctls: {}, CgroupParent: '' },
      { ShmSize: 67_108_864, Dns: null },
    ],
    [{ Tmpfs: { '/x/': 'noexec', '/a//b/../c': '' } }, { Tmpfs: { '/x': 'rw,noexec', '/a/c': 'rw' } }],
    [{ CgroupnsMode: 'private' }, { CgroupnsMode: undefined, CgroupMode: 'private' }],
    [
      { Isolation: 'default', VolumeDriver: 'local' },
      { Isolation: '', VolumeDriver: '' },
    ],
    [{ NetworkMode: 'none', PublishAllPorts: true }, { PublishAllPorts: false }],
    [{ Tmpfs: { '/x': 'size=1m,noexec' } }, { Tmpfs: { '/x': 'noexec,size=1048576,nosuid' } }],
    [{ Init: false }, { Init: undefined }],
    [{ DeviceRequests: [{ Count: -1 }] }, { DeviceRequests: [{ Driver: '', Count: -1, Options: {} }] }],
    [{ MaskedPaths: ['/proc/kcore'] }, { MaskedPaths: ['/proc/kcore', '/proc/keys'] }],
    [
      { NetworkMode: 'none', PortBindings: { '80/tcp': [{}] } },
      { NetworkMode: 'none', PortBindings: {} },
    ],
  ])('is only spelt differently: %j', (asked, is) => {
    expect(ask(docker, asked, is)).toEqual([]);
  });

  it.each<[string, Json, Json]>([
    ['NetworkMode', { NetworkMode: 'jail-net' }, { NetworkMode: 'host' }],
    ['NetworkMode', { NetworkMode: 'container:web' }, { NetworkMode: 'bridge' }],
    ['UsernsMode', { UsernsMode: 'auto' }, { UsernsMode: 'host' }],
    ['UsernsMode', { UsernsMode: 'auto' }, { UsernsMode: '' }],
    ['CapDrop', { CapDrop: ['ALL'], CapAdd: ['CHOWN'] }, { CapDrop: ['ALL'], CapAdd: ['CHOWN', 'SYS_ADMIN'] }],
    ['MaskedPaths', { MaskedPaths: ['/proc/kcore', '/etc'] }, { MaskedPaths: ['/proc/kcore'] }],
    ['ReadonlyPaths', { ReadonlyPaths: ['/usr'] }, { ReadonlyPaths: null }],
    ['BlkioWeight', { BlkioWeight: 100 }, { BlkioWeight: 0 }],
    ['Annotations', { Annotations: { a: 'b' } }, {}],
    ['CpuQuota', { CpuQuota: 25_000 }, { CpuQuota: 0, NanoCpus: 0 }],
    ['PortBindings', { PortBindings: { '80/tcp': [{}] } }, { PortBindings: {} }],
    ['Nonsense', { Nonsense: { a: 1 } }, {}],
    ['CgroupnsMode', { CgroupnsMode: 'private' }, { CgroupnsMode: undefined, CgroupMode: 'host' }],
    ['Isolation', { Isolation: 'hyperv' }, { Isolation: '' }],
    ['PublishAllPorts', { NetworkMode: 'bridge', PublishAllPorts: true }, { PublishAllPorts: false }],
    ['Tmpfs', { Tmpfs: { '/x/': 'noexec' } }, { Tmpfs: { '/x': 'rw' } }],
    ['StorageOpt', { StorageOpt: { size: '1G' } }, { StorageOpt: null }],
  ])('is dropped or weakened: %s %j', (option, asked, is) => {
    expect(ask(docker, asked, is)).toContain(`HostConfig.${option}`);
  });

  it('is a mount, told where it ends and whether it can be written to', () => {
    const mount = { Type: 'bind', Source: '/c/Users', Target: '/data/', ReadOnly: true };
    const is = (writable: boolean) => ({
      Mounts: [{ Type: 'bind', Source: '/host_mnt/c/Users', Destination: '/data', RW: writable }],
    });
    expect(ask(docker, { Mounts: [mount] }, {}, is(false))).toEqual([]);
    expect(ask(docker, { Mounts: [mount] }, {}, is(true))).toEqual(['HostConfig.Mounts']);
    expect(ask(docker, { Mounts: [{ ...mount, ReadOnly: false }] }, {}, is(true))).toEqual([]);
    expect(ask(docker, { Binds: ['C:\\data:/data:ro,z'] }, {}, is(false))).toEqual([]);
    expect(ask(docker, { Binds: ['/x:/data:ro'] }, {}, is(true))).toEqual(['HostConfig.Binds']);
    expect(ask(docker, { Binds: ['/x:/other'] }, {}, is(true))).toEqual(['HostConfig.Binds']);
    // Podman tells it among the others of its kind.
    const tmpfs = { Mounts: [{ Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 1 } }] };
    expect(ask(podman, tmpfs, { Tmpfs: { '/t': 'size=1' } })).toEqual([]);
    expect(ask(podman, tmpfs, { Tmpfs: {} })).toEqual(['HostConfig.Mounts']);
    expect(ask(podman, tmpfs, { Tmpfs: { '/t': 'rw' } })).toEqual(['HostConfig.Mounts']);
    const readOnly = { Mounts: [{ Type: 'tmpfs', Target: '/t/', ReadOnly: true }] };
    expect(ask(podman, readOnly, { Tmpfs: { '/t': 'ro' } })).toEqual([]);
    expect(ask(podman, readOnly, { Tmpfs: { '/t': 'rw' } })).toEqual(['HostConfig.Mounts']);
  });

  it.each<[string, Json]>([
    ['VolumeOptions', { Subpath: 'part' }],
    ['ImageOptions', { Subpath: 'part' }],
    ['BindOptions', { NonRecursive: true }],
    ['BindOptions', { ReadOnlyForceRecursive: true }],
    ['TmpfsOptions', { SizeBytes: 4096 }],
  ])('is a mount of which an engine that knows no %s %j would show more', (structure, options) => {
    const mount = { Type: 'any', Source: 'data', Target: '/data', ReadOnly: true };
    const asked = { Mounts: [{ ...mount, [structure]: options }] };
    const is = { Mounts: [{ Destination: '/data', RW: false, Options: ['rbind'] }] };
    expect(ask(docker, asked, { Mounts: [{ ...mount, [structure]: options }] }, is)).toEqual([]);
    expect(ask(docker, asked, { Mounts: [{ ...mount, [structure]: {} }] }, is)).toEqual(['HostConfig.Mounts']);
    expect(ask(docker, asked, { Mounts: [mount] }, is)).toEqual(['HostConfig.Mounts']);
    expect(ask(podman, asked, {}, is)).toEqual(['HostConfig.Mounts']);
  });

  it('is a mount of a part, which Podman tells in its own words', () => {
    const is = (more: Json) => ({ Mounts: [{ Destination: '/data', RW: true, ...more }] });
    const part = { Mounts: [{ Type: 'volume', Target: '/data', VolumeOptions: { Subpath: 'a/b/' } }] };
    expect(ask(podman, part, {}, is({ SubPath: 'a/b' }))).toEqual([]);
    expect(ask(podman, part, {}, is({ SubPath: 'a' }))).toEqual(['HostConfig.Mounts']);
    const flat = { Mounts: [{ Type: 'bind', Target: '/data', BindOptions: { NonRecursive: true } }] };
    expect(ask(podman, flat, {}, is({ Options: ['bind'] }))).toEqual([]);
    expect(ask(podman, flat, {}, is({ Options: ['rbind'] }))).toEqual(['HostConfig.Mounts']);
  });

  it('is a variable to be taken away, or a folder, however it is written', () => {
    const is = (config: Json) => ({ ...docker.plain.answer, Config: config });
    expect(missed(docker, { Env: ['A'] }, is({ Env: ['B=1'] }))).toEqual([]);
    expect(missed(docker, { Env: ['A'] }, is({ Env: ['A', 'B=1'] }))).toEqual([]);
    expect(missed(docker, { Env: ['A'] }, is({ Env: ['A=1'] }))).toEqual(['Env']);
    expect(missed(docker, { WorkingDir: '/usr/../tmp/' }, is({ WorkingDir: '/tmp' }))).toEqual([]);
    expect(missed(docker, { WorkingDir: '/tmp' }, is({ WorkingDir: '/' }))).toEqual(['WorkingDir']);
  });

  it('is a network that is told only by its name among the networks', () => {
    const networks = { NetworkSettings: { Networks: { 'jail-net': {} } } };
    expect(ask(podman, { NetworkMode: 'jail-net' }, { NetworkMode: 'bridge' }, networks)).toEqual([]);
  });

  it('is a sysctl, of which Podman says nothing, though it holds', () => {
    const asked = { Sysctls: { 'net.ipv4.ip_forward': '1' } };
    expect(ask(podman, asked, {})).toEqual([]);
    expect(ask(podman, { SecurityOpt: ['mask=/proc/cpuinfo', 'proc-opts=hidepid=2'] }, {})).toEqual([]);
    expect(ask(docker, { SecurityOpt: ['mask=/proc/cpuinfo'] }, {})).toEqual(['HostConfig.SecurityOpt']);
    expect(ask(docker, asked, {})).toEqual(['HostConfig.Sysctls']);
  });
});

it('is no answer of an engine where the halves of it are missing', () => {
  for (const answer of [null, 'fine', {}, { HostConfig: {} }, { HostConfig: [], Config: {} }]) {
    expect(readContainerReport(answer)).toBeUndefined();
  }
});
