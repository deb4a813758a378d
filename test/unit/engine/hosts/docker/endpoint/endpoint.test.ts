import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveEndpoint } from '../../../../../../src/engine/hosts/docker/endpoint/endpoint.ts';
import { usualSockets } from '../../../../../../src/engine/hosts/docker/endpoint/usualSockets.ts';
import { EngineError, UsageError } from '../../../../../../src/engine/errors/errors.ts';

const PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

let home: string;
let servers: Server[];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'endpoint-'));
  servers = [];
});
afterEach(async () => {
  for (const server of servers) server.close();
  await rm(home, { recursive: true });
});

const surroundings = (env: Record<string, string> = {}) => ({ env, home, platform: 'linux' as const });
const resolve = (options = {}, env = {}, sockets: readonly string[] = []) =>
  resolveEndpoint(options, surroundings(env), sockets);

async function put(path: string, text: string) {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
}

async function putContext(
  name: string,
  docker: unknown,
  tls: Record<string, string> = {},
  dir = join(home, '.docker'),
) {
  const id = createHash('sha256').update(name).digest('hex');
  await put(join(dir, 'contexts/meta', id, 'meta.json'), JSON.stringify({ Name: name, Endpoints: { docker } }));
  for (const [file, text] of Object.entries(tls)) await put(join(dir, 'contexts/tls', id, 'docker', file), text);
}

const useContext = (name: string) => put(join(home, '.docker/config.json'), JSON.stringify({ currentContext: name }));

async function listenOn(path: string) {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((done) => void server.listen(path, done));
  servers.push(server);
}

describe('the order of the Docker CLI', () => {
  beforeEach(async () => {
    await putContext('option', { Host: 'tcp://option:1' });
    await putContext('variable', { Host: 'tcp://variable:1' });
    await putContext('current', { Host: 'tcp://current:1' });
    await useContext('current');
  });
  const env = { DOCKER_HOST: 'tcp://env:1', DOCKER_CONTEXT: 'variable' };

  it.each([
    [{ host: 'tcp://setting:1' }, env, 'tcp://setting:1', 'host option'],
    [{ context: 'option' }, env, 'tcp://option:1', 'context "option" (option)'],
    [{}, env, 'tcp://env:1', 'DOCKER_HOST'],
    [{}, { DOCKER_CONTEXT: 'variable' }, 'tcp://variable:1', 'context "variable" (DOCKER_CONTEXT)'],
    [{}, { DOCKER_HOST: '', DOCKER_CONTEXT: '' }, 'tcp://current:1', 'context "current" (current context)'],
    [{ context: 'default' }, env, 'tcp://env:1', 'DOCKER_HOST'],
  ])('%j with %j gives %s', async (options, variables, url, source) => {
    expect(await resolve(options, variables)).toMatchObject({ url, source });
  });

  it('takes the usual sockets when the default context is wanted', async () => {
    const path = join(home, 'd.sock');
    await listenOn(path);
    const usual = { source: 'usual socket', connection: { kind: 'socket', socketPath: path } };
    expect(await resolve({ context: 'default' }, { DOCKER_CONTEXT: 'variable' }, [path])).toMatchObject(usual);
    expect(await resolve({}, { DOCKER_CONTEXT: 'default' }, [path])).toMatchObject(usual);
  });

  it('honours DOCKER_CONFIG', async () => {
    const dir = join(home, 'elsewhere');
    await putContext('there', { Host: 'ssh://me@there' }, {}, dir);
    expect(await resolve({ context: 'there' }, { DOCKER_CONFIG: dir })).toMatchObject({ connection: { kind: 'ssh' } });
    expect(await resolve({ host: 'unix:///x' }, { DOCKER_CONFIG: dir })).toMatchObject({ url: 'unix:///x' });
  });
});

describe('contexts', () => {
  it('names those that exist where one does not', async () => {
    await putContext('colima', { Host: 'unix:///c' });
    await putContext('box', { Host: 'unix:///b' });
    await expect(resolve({ context: 'clima' })).rejects.toThrow(
      new UsageError('there is no Docker context "clima"; there are "default", "box", "colima"'),
    );
  });

  it('takes TLS from the context: files, and SkipTLSVerify', async () => {
    await putContext('tls', { Host: 'tcp://h' }, { 'ca.pem': PEM, 'cert.pem': PEM, 'key.pem': PEM });
    expect(await resolve({ context: 'tls' })).toMatchObject({
      url: 'tcp://h:2376',
      connection: { kind: 'tcp', port: 2376, tls: { ca: PEM, cert: PEM, key: PEM, verify: true } },
    });
    await putContext('skip', { Host: 'tcp://h:1', SkipTLSVerify: true });
    expect(await resolve({ context: 'skip' })).toMatchObject({ connection: { tls: { verify: false } } });
    await putContext('plain', { Host: 'tcp://h', SkipTLSVerify: false });
    expect(await resolve({ context: 'plain' })).toMatchObject({ connection: { port: 2375, tls: undefined } });
  });

  it.each([[undefined], [{ Host: 7 }], [{ Host: '' }], [{ Host: 'unix:///x', SkipTLSVerify: 'yes' }]])(
    'refuses a context whose endpoint is %j',
    async (endpoint) => {
      await putContext('odd', endpoint);
      await expect(resolve({ context: 'odd' })).rejects.toThrow(/context "odd" names no Docker host/);
    },
  );

  it('names the file that is broken', async () => {
    await put(join(home, '.docker/config.json'), '{');
    await expect(resolve()).rejects.toThrow(/config\.json is not valid JSON/);
    await put(join(home, '.docker/config.json'), '{"currentContext":["a"]}');
    await expect(resolve()).rejects.toThrow(/config\.json.*"currentContext" is not a name/);
  });
});

describe('TLS of a named host', () => {
  const files = () => Promise.all(['ca', 'cert', 'key'].map((name) => put(join(home, 'certs', `${name}.pem`), PEM)));

  it('comes with DOCKER_TLS_VERIFY, from DOCKER_CERT_PATH', async () => {
    await files();
    const env = { DOCKER_HOST: 'tcp://h', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: join(home, 'certs') };
    const expected = { port: 2376, tls: { ca: PEM, cert: PEM, key: PEM, verify: true } };
    expect(await resolve({}, env)).toMatchObject({ connection: expected });
    expect(await resolve({}, { ...env, DOCKER_TLS_VERIFY: '' })).toMatchObject({ connection: { tls: undefined } });
  });

  it('comes with the certPath option, and with https', async () => {
    await files();
    const certPath = join(home, 'certs');
    expect(await resolve({ host: 'tcp://h:9', certPath })).toMatchObject({
      connection: { tls: { ca: PEM, verify: true } },
    });
    expect(await resolve({ host: 'https://h:9' })).toMatchObject({ connection: { tls: { verify: true } } });
    expect(await resolve({ host: 'http://h:9', certPath })).toMatchObject({ connection: { tls: undefined } });
  });

  it('says which file is missing or odd', async () => {
    const certPath = join(home, 'certs');
    await expect(resolve({ host: 'tcp://h', certPath })).rejects.toThrow(/has no ca\.pem, cert\.pem or key\.pem/);
    await put(join(certPath, 'cert.pem'), PEM);
    await expect(resolve({ host: 'tcp://h', certPath })).rejects.toThrow(/cert\.pem but no key\.pem/);
    await put(join(certPath, 'key.pem'), 'nonsense');
    await expect(resolve({ host: 'tcp://h', certPath })).rejects.toThrow(/key\.pem is not a PEM file/);
  });
});

describe('the usual sockets', () => {
  it('are those of Docker, Docker Desktop, rootless, Podman and Colima', () => {
    expect(usualSockets({ env: { XDG_RUNTIME_DIR: '/run/user/7' }, home: '/home/u', platform: 'linux' })).toEqual([
      '/var/run/docker.sock',
      '/home/u/.docker/run/docker.sock',
      '/home/u/.docker/desktop/docker.sock',
      '/run/user/7/docker.sock',
      '/run/user/7/podman/podman.sock',
      '/run/podman/podman.sock',
      '/home/u/.colima/default/docker.sock',
    ]);
    expect(usualSockets({ env: {}, home: '', platform: 'win32' })).toContain('//./pipe/docker_engine');
  });

  it('passes over one that nobody listens on, unless there is no better', async () => {
    const dead = join(home, 'dead.sock');
    const live = join(home, 'live.sock');
    await writeFile(dead, '');
    expect(await resolve({}, {}, [join(home, 'none'), dead])).toMatchObject({ url: `unix://${dead}` });
    await listenOn(live);
    expect(await resolve({}, {}, [dead, live])).toMatchObject({ url: `unix://${live}` });
  });

  it('says where it looked and what to do', async () => {
    const failure = resolve({}, {}, ['/nowhere/a.sock', '/nowhere/b.sock']);
    await expect(failure).rejects.toThrow(EngineError);
    await expect(failure).rejects.toThrow(/\/nowhere\/a\.sock, \/nowhere\/b\.sock.*start Docker.*DOCKER_HOST/);
  });
});

it('names the rule that gave a bad address', async () => {
  await expect(resolve({}, { DOCKER_HOST: 'foo://x' })).rejects.toThrow(/given by: DOCKER_HOST/);
  await expect(resolve({ host: 'a', context: 'b' })).rejects.toThrow(/not both/);
  await expect(resolve({ certPath: '/c' })).rejects.toThrow(/certificates needs the Docker host/);
});
