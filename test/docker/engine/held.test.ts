import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Hoosegow, type DispatchEvent, type HoosegowOptions, type Outcome } from '../../../src/engine/index.ts';
import { connectDocker, type DockerConnection } from '../../../src/engine/hosts/docker/connection/connect.ts';
import { resolveEndpoint } from '../../../src/engine/hosts/docker/endpoint/endpoint.ts';
import { dockerClient, dockerUnderTest, listOurContainers, needs } from '../../support/docker.ts';

let connection: DockerConnection;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-held-'));
  const surroundings = { env: {}, home: '/nowhere', platform: process.platform };
  connection = connectDocker(await resolveEndpoint({ host: dockerUnderTest().host }, surroundings));
  await connection.ready();
});
afterAll(async () => {
  connection.close();
  await rm(folder, { recursive: true });
});

interface Run {
  readonly outcome: Outcome;
  readonly events: DispatchEvent[];
}

/** What becomes of a container of the base image, which answers nothing: it only prints. */
/** Podman can lose what a container prints that ends while its request is on the way. */
const ASKED = 'head -c 1 >/dev/null';

async function run(script: string, options: Partial<HoosegowOptions> = {}): Promise<Run> {
  const { host, baseImage } = dockerUnderTest();
  const hoosegow = new Hoosegow({
    docker: { host },
    image: baseImage,
    ...options,
    containerOptions: { ...options.containerOptions, Cmd: ['sh', '-c', `${ASKED}; { ${script}; } >&2`] },
  });
  try {
    const dispatch = hoosegow.dispatch('none');
    dispatch.catch(() => undefined);
    const events: DispatchEvent[] = [];
    for await (const event of dispatch.events()) events.push(event);
    return { outcome: await dispatch.outcome, events };
  } finally {
    await hoosegow.close();
  }
}

function printed({ events }: Run): string {
  const text = events.map((event) => (event.type === 'stderr' ? Buffer.from(event.value).toString() : '')).join('');
  // Podman's own, where a container ends before it has taken what there is to read.
  return text.replace(/Error: write unixpacket .*: broken pipe\n?$/, '');
}

function steps({ events }: Run): string[] {
  return events.flatMap((event) => (event.type === 'lifecycle' ? [event.value.event] : []));
}

describe('an engine', () => {
  it('says what it is', () => {
    expect(connection.engine.name).toMatch(/^(Docker|Podman)$/);
    expect(connection.engine.version).toMatch(/^\d+\.\d+/);
  });

  it('is named as what it is where it refuses', async () => {
    const refused = await run('true', { volumes: { '/x': '/no-such-folder' } });
    expect(refused.outcome).toMatchObject({
      outcome: 'engine-failed',
      message: expect.stringMatching(RegExp(`^${connection.engine.name} refused .*no-such-folder`, 's')) as string,
    });
  });
});

describe('a container', () => {
  it('is held as was asked for, with nothing to remark', async (context) => {
    needs('limits', context);
    const held = await run('true');
    expect(steps(held)).not.toContain('note');
    expect(held.outcome).toEqual({ outcome: 'exited', code: 0, signal: null });
  });

  it('has nothing that its inmate can write to but /tmp, by whatever name the engine adds', async (context) => {
    needs('limits', context);
    // Of the pipes and devices every one is the container's own.
    const script =
      'for at in $(cut -d" " -f2 /proc/mounts); do case $at in /proc*|/sys*|/dev*) ;; *) touch $at/x 2>/dev/null && echo "wrote $at";; esac; done; true';
    expect(printed(await run(script))).toBe('wrote /tmp\n');
    const asRoot = await run(script, { containerOptions: { User: '0:0' } });
    expect(printed(asRoot)).toBe('wrote /tmp\n');
  });

  it('has a /tmp in which nothing can be executed, and where nothing of the image is', async (context) => {
    needs('limits', context);
    const script = 'cp /bin/busybox /tmp/b; /tmp/b true; ls -A /tmp; grep " /tmp " /proc/mounts';
    expect(printed(await run(script))).toMatch(
      /Permission denied\nb\ntmpfs \/tmp tmpfs rw,nosuid,nodev,noexec\b.*size=65536k/,
    );
  });

  it.each<[string, Partial<HoosegowOptions>]>([['a runtime that it does not have', { runtime: 'no-such-runtime' }]])(
    'with %s does not come to be',
    async (_what, options) => {
      const refused = await run('echo ran', options);
      expect(refused.outcome).toMatchObject({ outcome: 'engine-failed', phase: 'create' });
      expect(refused.outcome.outcome === 'engine-failed' && refused.outcome.message).toMatch(/no-such-runtime/);
      expect(printed(refused)).toBe('');
      expect(steps(refused)).not.toContain('start');
      expect(await listOurContainers()).toEqual([]);
    },
  );

  it('holds what a user names beside the defaults', async (context) => {
    needs('limits', context);
    const host = {
      CapAdd: ['CHOWN'],
      Ulimits: [{ Name: 'nofile', Soft: 99, Hard: 99 }],
      Tmpfs: { '/scratch': 'size=1m,mode=1777,noexec' },
      Memory: 128 * 1024 ** 2,
      PidsLimit: 50,
      NanoCpus: 5e8,
      Sysctls: { 'net.ipv4.ip_unprivileged_port_start': '81' },
      GroupAdd: ['100'],
    };
    const script =
      'grep CapBnd /proc/self/status; ulimit -n; touch /scratch/x && echo scratch; id -G; cat /proc/sys/net/ipv4/ip_unprivileged_port_start';
    const held = await run(script, { containerOptions: { HostConfig: host, Env: ['A=1'], Hostname: 'jail' } });
    expect(held.outcome).toMatchObject({ outcome: 'exited', code: 0 });
    expect(printed(held).split('\n')).toEqual(['CapBnd:\t0000000000000001', '99', 'scratch', '65534 100', '81', '']);
  });

  it('has a tmpfs of the user in which nothing can be executed, unless that is named', async (context) => {
    needs('limits', context);
    const host = {
      Tmpfs: { '/a': '', '/b/': 'size=10m', '/c': 'exec,mode=1777' },
      Mounts: [{ Type: 'tmpfs', Target: '/d', TmpfsOptions: { SizeBytes: 10 * 1024 ** 2, Mode: 0o1777 } }],
    };
    const script = 'for at in /a /b /c /d; do cp /bin/busybox $at/echo; $at/echo "$at executes" || true; done 2>&1';
    const tried = await run(script, { containerOptions: { User: '0', HostConfig: host } });
    expect(printed(tried).match(/.* executes/g)).toEqual(['/c executes']);
    expect(printed(tried).match(/Permission denied/g)).toHaveLength(3);
  });

  it('with a folder that is missing does not come to be, and the folder is not made either', async () => {
    const missing = join(folder, 'missing and its parent', 'folder');
    const refused = await run('echo ran', { volumes: { '/v': missing, '/w': folder } });
    expect(refused.outcome).toMatchObject({ outcome: 'engine-failed', phase: 'create' });
    expect(refused.outcome.outcome === 'engine-failed' && refused.outcome.message).toContain(missing);
    expect(await readdir(folder)).toEqual([]);
    expect(await listOurContainers()).toEqual([]);
  });

  it('has the folders of its volumes', async (context) => {
    needs('limits', context);
    const held = await run('ls -d /v /w', { volumes: { '/v': folder, '/w': `${folder}:rw` } });
    expect(held.outcome).toEqual({ outcome: 'exited', code: 0, signal: null });
    expect(printed(held)).toBe('/v\n/w\n');
    expect(await listOurContainers()).toEqual([]);
  });

  it('written in other ways is the same', async (context) => {
    needs('limits', context);
    const options = {
      WorkingDir: '/usr/../tmp/',
      Env: ['A=1'],
      HostConfig: { Tmpfs: { '/x//y/': 'size=1m' } },
    };
    const held = await run('pwd; df /x/y | tail -1', { containerOptions: options });
    expect(held.outcome).toEqual({ outcome: 'exited', code: 0, signal: null });
    expect(printed(held)).toMatch(/^\/tmp\n.*\/x\/y\n$/);
  });

  it('with a part of a volume is not given the whole one', async (context) => {
    needs('limits', context);
    const volume = `hoosegow-test-${randomUUID()}`;
    const mount = { Type: 'volume', Source: volume, Target: '/part', VolumeOptions: { Subpath: 'part' } };
    try {
      const asked = await run('echo ran', { containerOptions: { HostConfig: { Mounts: [mount] } } });
      // The part is not there; older engines do not know that there are any.
      expect(asked.outcome.outcome).toBe('engine-failed');
      expect(printed(asked)).toBe('');
    } finally {
      // Newer engines have not come to make it.
      await dockerClient()
        .getVolume(volume)
        .remove({ force: true })
        .catch(() => undefined);
    }
  });
});
