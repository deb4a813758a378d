import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectDocker } from '../../../../../../../src/engine/hosts/docker/connection/connect.ts';
import { containerConfig } from '../../../../../../support/containerConfig.ts';
import { HeldCheck } from '../../../../../../../src/engine/hosts/docker/container/held/heldCheck.ts';
import { DEFAULT_LIMITS } from '../../../../../../../src/engine/options/limits.ts';

type Json = Record<string, unknown>;

const SIGNAL = new AbortController().signal;

/** A daemon that says of every container that it is as was asked for, but for what is given. */
async function daemon(server: string, changed: Json, status = 200, info: Json = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-held-'));
  const socketPath = join(folder, 'd.sock');
  const asked: string[] = [];
  const body = containerConfig({ image: 'i', limits: DEFAULT_LIMITS, labels: {}, baseDir: '/' });
  const answer = { Config: { ...body }, HostConfig: { ...body.HostConfig, ...changed } };
  const http = createServer((request, response) => {
    response.setHeader('Api-Version', '1.41').setHeader('Server', server);
    if (request.url === '/_ping') return void response.end('OK');
    asked.push(String(request.url));
    response
      .writeHead(status)
      .end(JSON.stringify(status === 200 ? { ...answer, ...info } : { message: 'no such thing' }));
  });
  await new Promise<void>((resolve) => void http.listen(socketPath, resolve));
  const connection = connectDocker({
    url: `unix://${socketPath}`,
    source: 'test',
    connection: { kind: 'socket', socketPath },
  });
  await connection.ready();
  return {
    held: new HeldCheck(connection),
    asked,
    body,
    async [Symbol.asyncDispose]() {
      connection.close();
      http.close();
      await rm(folder, { recursive: true });
    },
  };
}

describe('the check of how a container is held', () => {
  it('asks once for each set of options, whatever the container', async () => {
    await using fake = await daemon('Docker/28.5.2 (linux)', {});
    for (const id of ['a', 'b', 'c']) {
      const labels = { Labels: { session: id }, Image: id };
      expect(
        await fake.held.check({ id, body: { ...fake.body, ...labels }, options: fake.body, warnings: [] }, SIGNAL),
      ).toEqual([]);
    }
    expect(fake.asked).toEqual(['/v1.41/containers/a/json', '/v1.41/info']);
    const named = { ...fake.body, Hostname: '' };
    await fake.held.check({ id: 'd', body: named, options: named, warnings: [] }, SIGNAL);
    await fake.held.check(
      { id: 'e', body: fake.body, options: fake.body, warnings: ['a limit was discarded'] },
      SIGNAL,
    );
    const inspections = fake.asked.filter((path) => path !== '/v1.41/info');
    expect(inspections).toEqual(['a', 'd', 'e'].map((id) => `/v1.41/containers/${id}/json`));
    expect(fake.asked).toHaveLength(4);
  });

  it('names limits that a Docker takes, tells of the container and does not hold', async () => {
    await using fake = await daemon('Docker/26.1.5 (linux)', {}, 200, { MemoryLimit: false, PidsLimit: true });
    await expect(
      fake.held.check({ id: 'a', body: fake.body, options: fake.body, warnings: [] }, SIGNAL),
    ).rejects.toThrow(
      /^Docker does not hold what was asked for: HostConfig.Memory was to be \d+, and is "not held at all"\. .*cgroups v2/,
    );
  });

  it('takes a namespace of the host for what it is, though nobody has named any', async () => {
    for (const name of ['PidMode', 'UTSMode']) {
      await using fake = await daemon('Libpod/5.4.2 (linux)', { [name]: 'host' });
      await expect(
        fake.held.check({ id: 'a', body: fake.body, options: fake.body, warnings: [] }, SIGNAL),
      ).rejects.toThrow(`HostConfig.${name} was to be "private", and is "host"`);
    }
  });

  it('says where limits of a process go that a Podman without root does not take', async () => {
    await using fake = await daemon('Libpod/5.4.2 (linux)', { Ulimits: [] });
    await expect(
      fake.held.check({ id: 'a', body: fake.body, options: fake.body, warnings: [] }, SIGNAL),
    ).rejects.toThrow(
      /HostConfig.Ulimits was to be .*, and is \[\]\. Podman without root .*default_ulimits of containers.conf/,
    );
  });

  it('asks Podman in its own way, in its own version', async () => {
    await using fake = await daemon('Libpod/5.4.2 (linux)', {});
    await fake.held.check({ id: 'a', body: fake.body, options: fake.body, warnings: [] }, SIGNAL);
    expect(fake.asked).toEqual(['/v5.4.2/libpod/containers/a/json']);
  });

  it('names what does not hold, what was asked for, what is, and the way out; and never gets used to it', async () => {
    await using fake = await daemon('Libpod/5.4.2 (linux)', { Runtime: 'runc', PidsLimit: 2048 });
    const body = { HostConfig: { Runtime: 'runsc', PidsLimit: 128 } };
    const made = { id: 'a', body, options: body, warnings: [] };
    for (let times = 2; times > 0; times--) {
      await expect(fake.held.check(made, SIGNAL)).rejects.toMatchObject({
        name: 'EngineError',
        phase: 'create',
        message: expect.stringMatching(
          /^Podman does not hold what was asked for: HostConfig.Runtime was to be "runsc", and is "runc"; HostConfig.PidsLimit was to be 128, and is 2048\. .*podman --runtime/,
        ) as string,
      });
    }
    expect(fake.asked).toHaveLength(2);
  });

  it('only notes that swap is not limited, unless that was asked for by itself', async () => {
    await using fake = await daemon('Docker/20.10.24 (linux)', { MemorySwap: -1 });
    const note = 'Docker does not limit swap: HostConfig.MemorySwap was to be 268435456, and is -1';
    const made = { id: 'a', body: fake.body, options: fake.body, warnings: [] };
    expect(await fake.held.check(made, SIGNAL)).toEqual([note]);
    expect(await fake.held.check(made, SIGNAL)).toEqual([note]);
    const named = { ...fake.body, HostConfig: { ...fake.body.HostConfig, MemorySwap: 2 ** 29 } };
    await expect(fake.held.check({ ...made, body: named, options: named }, SIGNAL)).rejects.toThrow(
      /HostConfig.MemorySwap/,
    );
  });

  it('does not take no answer for a good one', async () => {
    await using fake = await daemon('Docker/28.5.2 (linux)', {}, 404);
    await expect(
      fake.held.check({ id: 'a', body: fake.body, options: fake.body, warnings: [] }, SIGNAL),
    ).rejects.toMatchObject({
      phase: 'create',
      message: 'Docker refused (HTTP 404): no such thing',
    });
  });

  it('can be broken off', async () => {
    await using fake = await daemon('Docker/28.5.2 (linux)', {});
    const reason = new Error('enough');
    await expect(
      fake.held.check({ id: 'a', body: fake.body, options: fake.body, warnings: [] }, AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
  });
});
