import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { ContainerInfo } from 'dockerode';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectDocker, type DockerConnection } from '../../../src/engine/hosts/docker/connection/connect.ts';
import { resolveEndpoint } from '../../../src/engine/hosts/docker/endpoint/endpoint.ts';
import { LABELS } from '../../../src/engine/hosts/docker/container/labels.ts';
import { currentOwner, formatOwner, type Owner } from '../../../src/engine/hosts/docker/sweep/owner.ts';
import { processState } from '../../../src/engine/hosts/docker/sweep/processState.ts';
import { sweep, type SweepReport } from '../../../src/engine/hosts/docker/sweep/sweeper.ts';
import { dockerClient, dockerUnderTest } from '../../support/docker.ts';

const HOUR = 3_600_000;
const docker = dockerClient();

let connection: DockerConnection;
let me: Owner;
let names: string[] = [];
beforeAll(async () => {
  connection = await open(dockerUnderTest().host);
  me = await currentOwner();
});
afterAll(() => {
  connection.close();
});
afterEach(async () => {
  for (const name of names) {
    await docker
      .getContainer(name)
      .remove({ force: true })
      .catch(() => undefined);
  }
  names = [];
});

async function open(host: string): Promise<DockerConnection> {
  return connectDocker(await resolveEndpoint({ host }, { env: {}, home: '/', platform: process.platform }));
}

/** A container as a dispatch makes it, for ever asleep. */
async function make(owner: string, lifetime: string, start = false): Promise<string> {
  const name = `hoosegow-test-${randomUUID()}`;
  names.push(name);
  const container = await docker.createContainer({
    name,
    Image: dockerUnderTest().baseImage,
    Cmd: ['sleep', '1000'],
    Labels: { [LABELS.owner]: owner, [LABELS.session]: 'test', [LABELS.lifetime]: lifetime },
    HostConfig: { NetworkMode: 'none' },
  });
  if (start) await container.start();
  return name;
}

async function exists(name: string): Promise<boolean> {
  return docker
    .getContainer(name)
    .inspect()
    .then(
      () => true,
      () => false,
    );
}

/** What a sweep says of the containers of this test: on a shared daemon there may be others. */
async function sweepOurs(over = connection): Promise<Record<string, string>> {
  const { removed, failed }: SweepReport = await sweep(over);
  expect(failed.filter(({ name }) => names.includes(name))).toEqual([]);
  return Object.fromEntries(removed.filter(({ name }) => names.includes(name)).map(({ name, why }) => [name, why]));
}

async function ownerOfDead(): Promise<Owner> {
  const child = spawn('sleep', ['60']);
  const pid = child.pid ?? 0;
  const { start } = await processState(pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return { ...me, pid, start: start ?? '' };
}

describe('the sweeper', () => {
  it('removes what belongs to a process of this machine that is dead, running or not', async () => {
    const dead = formatOwner(await ownerOfDead());
    const [created, running] = [await make(dead, `${HOUR}`), await make(dead, `${HOUR}`, true)];
    expect(await sweepOurs()).toEqual({ [created]: 'its owner is gone', [running]: 'its owner is gone' });
    expect([await exists(created), await exists(running)]).toEqual([false, false]);
  });

  it('removes what belongs to a process whose id another one has now', async () => {
    const name = await make(formatOwner({ ...me, start: 'another time' }), `${HOUR}`);
    expect(await sweepOurs()).toEqual({ [name]: 'its owner is gone' });
  });

  it('leaves what a living process made, or one of another machine, for as long as it may live', async () => {
    const ours = await make(formatOwner(me), `${HOUR}`);
    const foreign = await make(formatOwner({ ...(await ownerOfDead()), space: 'f'.repeat(32) }), `${HOUR}`);
    expect(await sweepOurs()).toEqual({});
    expect([await exists(ours), await exists(foreign)]).toEqual([true, true]);
  });

  it('removes what is past its lifetime, whoever made it, but for owners that are known to be alive', async () => {
    const foreigner = formatOwner({ ...me, space: 'f'.repeat(32) });
    const foreign = await make(foreigner, '100', true);
    const dubious = await make('an owner of another version', '100');
    const ours = await make(formatOwner(me), '100');
    const later = await make(foreigner, '60000');
    expect(await sweepOurs()).toEqual({});
    await pause(3500);
    expect(await sweepOurs()).toEqual({ [foreign]: 'past its lifetime', [dubious]: 'past its lifetime' });
    expect([await exists(later), await exists(ours)]).toEqual([true, true]);
  });

  it('removes what this process has given up to remove before, though it is alive', async () => {
    const [given, kept] = [await make(formatOwner(me), `${HOUR}`), await make(formatOwner(me), `${HOUR}`)];
    const { removed } = await sweep(connection, undefined, new Set([given]));
    expect(removed).toMatchObject([{ name: given, why: 'its owner could not remove it' }]);
    expect([await exists(given), await exists(kept)]).toEqual([false, true]);
  });

  it('leaves what is not ours, or not as we label it', async () => {
    const dead = formatOwner(await ownerOfDead());
    const odd = [
      await make('nobody', `${HOUR}`),
      await make(dead, ''),
      await make(dead, '-1'),
      await make(dead, '1e3'),
    ];
    const other = `hoosegow-test-${randomUUID()}`;
    names.push(other);
    const { baseImage: Image } = dockerUnderTest();
    await docker.createContainer({ name: other, Image, Labels: { [LABELS.session]: 'x', [LABELS.lifetime]: '1' } });
    await pause(3500);
    expect(await sweepOurs()).toEqual({});
    for (const name of [...odd, other]) expect(await exists(name)).toBe(true);
  });

  it('several at once do not get into each other’s way', async () => {
    const dead = formatOwner(await ownerOfDead());
    const made = [await make(dead, `${HOUR}`, true), await make(dead, `${HOUR}`), await make(dead, `${HOUR}`)];
    const swept = await Promise.all([sweepOurs(), sweepOurs(), sweepOurs()]);
    expect(new Set(swept.flatMap((report) => Object.keys(report)))).toEqual(new Set(made));
    for (const name of made) expect(await exists(name)).toBe(false);
  });
});

describe('through a daemon that lies', () => {
  let folder: string;
  let server: Server;
  let distort: (date: string) => string;
  let refused = 'none';
  /** The containers that it shows. */
  let ids: string[] = [];
  let over: DockerConnection;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hoosegow-sweep-'));
    const socketPath = dockerUnderTest().host.replace(/^unix:\/\//, '');
    server = createServer((asked, answer) => {
      if (asked.method === 'DELETE' && asked.url?.includes(refused)) {
        answer.writeHead(500).end('{"message":"the disk is on fire"}');
        return;
      }
      const { url: path = '', method = '', headers } = asked;
      const passed = request({ socketPath, path, method, headers }, (response) => {
        void text(response).then((answered) => {
          const body: unknown = answered === '' || answered === 'OK' ? answered : JSON.parse(answered);
          // With a clock that is wrong, only this test's own containers may be in sight.
          const seen = Array.isArray(body) ? body.filter(({ Id }: ContainerInfo) => ids.includes(Id)) : body;
          const status = response.statusCode ?? 0;
          answer.writeHead(status, { date: distort(response.headers.date ?? ''), 'api-version': '1.41' });
          answer.end(status === 204 ? undefined : JSON.stringify(seen));
        });
      });
      asked.pipe(passed);
    });
    await new Promise<void>((done) => void server.listen(join(folder, 'd.sock'), done));
    over = await open(`unix://${join(folder, 'd.sock')}`);
  });
  afterAll(async () => {
    over.close();
    server.close();
    await rm(folder, { recursive: true });
  });

  it('goes by the clock of the daemon and not by its own', async () => {
    const name = await make(formatOwner({ ...me, space: 'f'.repeat(32) }), `${HOUR}`);
    const alive = await make(formatOwner(me), `${HOUR}`);
    ids = [(await docker.getContainer(name).inspect()).Id, (await docker.getContainer(alive).inspect()).Id];
    distort = () => 'no date';
    expect(await sweepOurs(over)).toEqual({});
    distort = (date) => new Date(Date.parse(date) + HOUR - 60_000).toUTCString();
    expect(await sweepOurs(over)).toEqual({});
    distort = (date) => new Date(Date.parse(date) + HOUR + 10_000).toUTCString();
    expect(await sweepOurs(over)).toEqual({ [name]: 'past its lifetime' });
    // However far it jumps, and whichever process of this machine it is that lives.
    distort = (date) => new Date(Date.parse(date) + 1000 * HOUR).toUTCString();
    const other = spawn('sleep', ['60']);
    try {
      const pid = other.pid ?? 0;
      const theirs = await make(formatOwner({ ...me, pid, start: (await processState(pid)).start ?? '' }), '0');
      ids.push((await docker.getContainer(theirs).inspect()).Id);
      expect(await sweepOurs(over)).toEqual({});
      expect([await exists(alive), await exists(theirs)]).toEqual([true, true]);
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('leaves what belongs to a dead process to its lifetime where the daemon is elsewhere', async () => {
    const tcp = createServer((asked, answer) => server.emit('request', asked, answer));
    await new Promise<void>((done) => void tcp.listen(0, '127.0.0.1', done));
    const address = tcp.address();
    const remote = await open(`tcp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    try {
      // A copy of this machine could be its owner's: all that can be asked is alike there.
      const name = await make(formatOwner(await ownerOfDead()), `${HOUR}`);
      ids = [(await docker.getContainer(name).inspect()).Id];
      distort = (date) => date;
      expect(await sweepOurs(remote)).toEqual({});
      distort = (date) => new Date(Date.parse(date) + HOUR + 10_000).toUTCString();
      expect(await sweepOurs(remote)).toEqual({ [name]: 'past its lifetime' });
    } finally {
      remote.close();
      tcp.close();
    }
  });

  it('goes on when one cannot be removed, and says which', async () => {
    distort = (date) => date;
    const dead = formatOwner(await ownerOfDead());
    const [stuck, loose] = [await make(dead, `${HOUR}`), await make(dead, `${HOUR}`)];
    refused = (await docker.getContainer(stuck).inspect()).Id;
    ids = [refused, (await docker.getContainer(loose).inspect()).Id];
    const { removed, failed } = await sweep(over);
    expect(removed.map(({ name }) => name)).toContain(loose);
    expect(failed).toMatchObject([{ name: stuck, message: 'Docker refused (HTTP 500): the disk is on fire' }]);
    expect(await exists(stuck)).toBe(true);
  });
});
