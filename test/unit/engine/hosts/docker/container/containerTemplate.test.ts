import { mkdtemp, mkdir, rm, symlink, unlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContainerTemplate } from '../../../../../../src/engine/hosts/docker/container/containerTemplate.ts';
import { DockerEngine } from '../../../../../../src/engine/hosts/docker/dockerEngine.ts';
import { settingsOf, settingsOfAll, type CallSettings } from '../../../../../../src/engine/options/callSettings.ts';
import { DEFAULT_LIMITS } from '../../../../../../src/engine/options/limits.ts';

const SIGNAL = new AbortController().signal;

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'hoosegow-template-'))));
afterEach(async () => rm(folder, { recursive: true, force: true }));

describe('the template of the call that makes a container', () => {
  it('is completed for each container, and is one and the same for all that are alike', () => {
    const settings = { limits: DEFAULT_LIMITS, baseDir: '/', env: { A: '1' }, options: { Labels: { mine: 'x' } } };
    const template = new ContainerTemplate(settings, 'linux/arm64');
    const first = template.complete({ image: 'a', labels: { 'dev.hoosegow.owner': '1' } });
    const second = template.complete({ image: 'b', labels: { 'dev.hoosegow.owner': '2' } });
    expect(first.body).toEqual({
      ...template.options,
      Image: 'a',
      Labels: { 'dev.hoosegow.owner': '1', mine: 'x' },
      platform: 'linux/arm64',
    });
    expect(second.body).toMatchObject({ Image: 'b', Labels: { 'dev.hoosegow.owner': '2' } });
    expect(second.options).toBe(first.options);
    const [waiting, another] = [1, 2].map(() => template.complete({ image: 'a', labels: {}, waits: true }));
    expect(waiting?.body.Env).toEqual(['A=1', 'HOOSEGOW_WAITS=1']);
    expect(another?.options).toBe(waiting?.options);
    expect(waiting?.options).not.toBe(first.options);
  });

  it('is held to what is on the disk each time: a link may lead elsewhere by then', async () => {
    const daemonSocket = join(folder, 'engine', 'd.sock');
    const link = join(folder, 'link');
    await mkdir(join(folder, 'data'));
    await mkdir(join(folder, 'engine'));
    await symlink(join(folder, 'data'), link);
    const settings = { limits: DEFAULT_LIMITS, baseDir: folder, volumes: { '/d': './link' }, daemonSocket };
    const template = new ContainerTemplate(settings);
    const own = { image: 'a', labels: {} };
    expect(template.complete(own).body.HostConfig?.Mounts).toMatchObject([{ Source: link }]);
    await unlink(link);
    await symlink(join(folder, 'engine'), link);
    expect(() => template.complete(own)).toThrow(/HostConfig.Mounts cannot be set .*the container engine itself/);
  });
});

/** Settings that count how often a container is worked out of them. */
function counted(settings: CallSettings): { readonly settings: CallSettings; readonly times: () => number } {
  let times = 0;
  const watched = Object.defineProperty({ ...settings }, 'network', {
    enumerable: true,
    get: () => {
      times++;
      return settings.network;
    },
  });
  return { settings: watched, times: () => times };
}

describe('an engine', () => {
  it('works out what its containers are made from once at the start and once for the daemon, however many calls come', async () => {
    const socketPath = join(folder, 'd.sock');
    const made: unknown[] = [];
    const http = createServer((request, response) => {
      response.setHeader('Api-Version', '1.41').setHeader('Server', 'Docker/28.5.2 (linux)');
      if (request.method !== 'POST') return void response.end('{"Id":"sha256:1"}');
      request.setEncoding('utf8').on('data', (body: string) => made.push(JSON.parse(body)));
      request.on('end', () => response.writeHead(201).end('{"Id":"c"}'));
    });
    await new Promise<void>((resolve) => void http.listen(socketPath, resolve));
    const options = { image: 'i', docker: { host: `unix://${socketPath}` } };
    const common = counted(settingsOfAll(options, DEFAULT_LIMITS));
    const engine = new DockerEngine(options, common.settings);
    try {
      expect(common.times()).toBe(1);
      for (const name of ['a', 'b', 'c']) {
        expect(engine.check(common.settings)).toBe(true);
        const { host } = await engine.target(SIGNAL, common.settings);
        (await host.create({ name, lifetime: 1000, image: 'i' })).close();
      }
      expect(common.times()).toBe(2);
      expect(made).toMatchObject([1, 2, 3].map(() => ({ Image: 'i', HostConfig: { NetworkMode: 'none' } })));
      // Settings of a call's own: once to tell whether they are those of all, once for their host.
      for (let call = 1; call <= 2; call++) {
        const own = counted(settingsOf(settingsOfAll(options, DEFAULT_LIMITS), { network: 'bridge' }));
        expect(engine.check(own.settings)).toBe(false);
        const { host } = await engine.target(SIGNAL, own.settings);
        (await host.create({ name: `own-${call}`, lifetime: 1000, image: 'i' })).close();
        expect(own.times()).toBe(call === 1 ? 2 : 1);
      }
    } finally {
      await engine.close();
      http.close();
    }
  });
});
