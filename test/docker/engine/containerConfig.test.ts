import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDocker, type DockerConnection } from '../../../src/engine/hosts/docker/connection/connect.ts';
import { containerConfig, type SingleSettings } from '../../support/containerConfig.ts';
import { resolveEndpoint } from '../../../src/engine/hosts/docker/endpoint/endpoint.ts';
import { DEFAULT_LIMITS } from '../../../src/engine/options/limits.ts';
import { dockerClient, dockerUnderTest, needs } from '../../support/docker.ts';

const docker = dockerClient();

let folder: string;
let connection: DockerConnection;
beforeAll(async () => {
  const surroundings = { env: {}, home: '/', platform: process.platform };
  connection = connectDocker(await resolveEndpoint({ host: dockerUnderTest().host }, surroundings));
  await connection.ready();
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-config-'));
  // Open to the user of an engine without root, too.
  await chmod(folder, 0o777);
  await writeFile(join(folder, 'given'), 'from the host');
});
afterAll(async () => {
  connection.close();
  await rm(folder, { recursive: true });
});

/** Runs a shell script in a container of that configuration; gives what it prints. */
async function run(script: string, more: Partial<SingleSettings>): Promise<string> {
  const config = containerConfig({
    image: dockerUnderTest().baseImage,
    limits: DEFAULT_LIMITS,
    labels: {},
    baseDir: folder,
    engine: connection.engine,
    ...more,
    options: { ...more.options, Cmd: ['sh', '-c', script] },
  });
  const container = await docker.createContainer({ ...config, name: `hoosegow-test-${randomUUID()}` });
  try {
    const stream = await container.attach({ stream: true, stdout: true, stderr: true });
    await container.start();
    const output = await text(stream);
    // oxlint-disable-next-line no-control-regex -- Docker's headers of eight bytes
    return output.replaceAll(/[\x01\x02]\0\0\0[^]{4}/g, '');
  } finally {
    await container.remove({ force: true });
  }
}

const PROBE = `id -u; grep -E 'CapEff|NoNewPrivs|Seccomp:' /proc/self/status; ls /sys/class/net; ulimit -n; ulimit -c
touch /x 2>&1; cp /bin/busybox /tmp/b && /tmp/b true 2>&1; df -k /tmp | tail -1 | awk '{print $2}'`;

describe('a container', () => {
  it('is held by the defaults', async () => {
    expect((await run(PROBE, {})).trim().split('\n')).toEqual([
      '65534',
      expect.stringMatching(/^CapEff:\t0+$/),
      expect.stringMatching(/^NoNewPrivs:\t1$/),
      expect.stringMatching(/^Seccomp:\t2$/),
      'lo',
      '1024',
      '0',
      expect.stringContaining('Read-only file system'),
      expect.stringContaining('Permission denied'),
      '65536',
    ]);
  });

  it('keeps every other default where an option is named', async (context) => {
    needs('own ulimits', context);
    const options = {
      HostConfig: { ReadonlyRootfs: false, Ulimits: [{ Name: 'nofile', Soft: 99, Hard: 99 }] },
      User: '0',
    };
    const output = await run(`touch /root/x && echo written; ${PROBE.split('\n')[0]}`, { options });
    expect(output.trim().split('\n')).toEqual([
      'written',
      '0',
      expect.stringMatching(/^CapEff:\t0+$/),
      expect.stringMatching(/^NoNewPrivs:\t1$/),
      expect.stringMatching(/^Seccomp:\t2$/),
      'lo',
      '99',
      '0',
    ]);
  });

  it('sees volumes read-only, unless they are :rw', async () => {
    // In one stream: of two, either may arrive first.
    const script = '{ cat /v/given; echo; echo "by the inmate" >/v/new && echo written; } 2>&1';
    const options = { User: '0', HostConfig: { CapAdd: ['DAC_OVERRIDE'] } };
    expect(await run(script, { volumes: { '/v': '.' }, options })).toMatch(
      /^from the host\n.*Read-only file system\n$/,
    );
    expect(await run(script, { volumes: { '/v': `${folder}:rw` }, options })).toBe('from the host\nwritten\n');
    expect(await readFile(join(folder, 'new'), 'utf8')).toBe('by the inmate\n');
  });
});
