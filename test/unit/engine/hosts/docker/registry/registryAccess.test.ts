import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askCredentialHelper } from '../../../../../../src/engine/hosts/docker/registry/credentialHelper.ts';
import {
  readRegistryAccess,
  type AccessQuestion,
} from '../../../../../../src/engine/hosts/docker/registry/registryAccess.ts';
import { DOCKER_HUB, registryKey, registryOf } from '../../../../../../src/engine/hosts/docker/registry/registryOf.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'registry-'));
});
afterEach(() => rm(home, { recursive: true }));

const pair = (text: string) => Buffer.from(text).toString('base64');

async function put(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(join(home, path)), { recursive: true });
  await writeFile(join(home, path), typeof content === 'string' ? content : JSON.stringify(content));
}

/** A real helper on the PATH; it notes what it was asked for. */
async function putHelper(name: string, script: string): Promise<void> {
  await put(`bin/docker-credential-${name}`, `#!/bin/sh\nread server\necho "$1 $server" >> ${home}/asked\n${script}\n`);
  await chmod(join(home, `bin/docker-credential-${name}`), 0o755);
}

const asked = () => readFile(join(home, 'asked'), 'utf8').catch(() => '');
const give = (user: string, secret: string) => `printf '{"ServerURL":"x","Username":"${user}","Secret":"${secret}"}'`;

function access(question: Partial<AccessQuestion> & { env?: Record<string, string> }) {
  const { env = {}, ...others } = question;
  const surroundings = { env: { PATH: `${home}/bin:/usr/bin:/bin`, ...env }, home, platform: process.platform };
  return readRegistryAccess({
    images: [undefined],
    daemon: 'unix:///var/run/docker.sock',
    isPodman: false,
    surroundings,
    ...others,
  });
}

describe('the registry of an image', () => {
  it.each([
    ['node:24-slim', DOCKER_HUB],
    ['user/image', DOCKER_HUB],
    ['docker.io/user/image', DOCKER_HUB],
    ['index.docker.io/user/image', DOCKER_HUB],
    ['localhost/x', 'localhost'],
    ['localhost:5000/x:1', 'localhost:5000'],
    ['corp.io/a/b@sha256:00', 'corp.io'],
    ['corp:5000/a', 'corp:5000'],
    ['[::1]:5000/a', '[::1]:5000'],
  ])('of %j is %j', (image, registry) => {
    expect(registryOf(image)).toBe(registry);
  });

  it.each([
    ['https://index.docker.io/v1/', DOCKER_HUB],
    ['docker.io', DOCKER_HUB],
    ['https://corp.io/v2/', 'corp.io'],
    ['http://corp.io:80', 'corp.io:80'],
    ['corp.io/team', 'corp.io'],
  ])('that the key %j means is %j', (key, registry) => {
    expect(registryKey(key)).toBe(registry);
  });
});

describe('credentials', () => {
  it('come from "auths", in every form that commands have written', async () => {
    await put('.docker/config.json', {
      auths: {
        'https://index.docker.io/v1/': { auth: pair('hub:p:w') },
        'https://old.io/v1/': { auth: pair('old:pw\0\0') },
        'token.io': { auth: pair('u:'), identitytoken: 'idt' },
        'plain.io:5000': { username: 'a', password: 'b' },
        'empty.io': {},
        'odd.io': { auth: 'no colon' },
      },
    });
    const { credentials, warnings } = await access({});
    expect(warnings).toEqual([]);
    expect(credentials).toEqual({
      [DOCKER_HUB]: { username: 'hub', password: 'p:w', serveraddress: DOCKER_HUB },
      'old.io': { username: 'old', password: 'pw', serveraddress: 'old.io' },
      'token.io': { username: 'u', password: '', identitytoken: 'idt', serveraddress: 'token.io' },
      'plain.io:5000': { username: 'a', password: 'b', serveraddress: 'plain.io:5000' },
    });
  });

  it('are only those for the images at hand', async () => {
    await put('.docker/config.json', { auths: { 'a.io': { auth: pair('a:1') }, 'b.io': { auth: pair('b:2') } } });
    expect(Object.keys((await access({ images: ['b.io/x', 'node'] })).credentials)).toEqual(['b.io']);
    expect(Object.keys((await access({ images: ['node'] })).credentials)).toEqual([]);
    expect(Object.keys((await access({ images: ['node', undefined] })).credentials)).toEqual(['a.io', 'b.io']);
  });

  it('come from the helper of the registry, else from the store, else from the file', async () => {
    await putHelper('own', give('own', 's1'));
    await putHelper('store', give('<token>', 's2'));
    await putHelper('empty', 'echo "credentials not found in native keychain"; exit 1');
    await put('.docker/config.json', {
      auths: { 'a.io': { auth: pair('file:x') }, 'c.io': { auth: pair('file:y') }, 'b.io': {} },
      credsStore: 'store',
      credHelpers: { 'a.io': 'own', 'c.io': 'empty', 'd.io': '' },
    });
    const { credentials, warnings } = await access({ images: ['a.io/x', 'b.io/x', 'c.io/x', 'd.io/x'] });
    expect(warnings).toEqual([]);
    expect(credentials).toMatchObject({
      'a.io': { username: 'own', password: 's1' },
      'b.io': { username: '', password: '', identitytoken: 's2' },
      'c.io': { username: 'file', password: 'y' },
    });
    expect((await asked()).split('\n').toSorted()).toEqual(['', 'get a.io', 'get b.io', 'get c.io']);
  });

  it('of Docker’s own registry are asked for by its old address', async () => {
    await putHelper('store', give('u', 'p'));
    await put('.docker/config.json', { credsStore: 'store' });
    expect((await access({ images: ['node:24'] })).credentials).toEqual({
      [DOCKER_HUB]: { username: 'u', password: 'p', serveraddress: DOCKER_HUB },
    });
    expect(await asked()).toBe(`get ${DOCKER_HUB}\n`);
  });

  it.each<[string, string | undefined, RegExp]>([
    ['is not there', undefined, /docker-credential-store failed for a\.io: there is no such command/],
    ['fails', 'echo "pass not initialized"; exit 1', /ended with status 1: pass not initialized$/],
    ['fails without a word', 'exit 3', /ended with status 3$/],
    ['is killed', 'kill -9 $$', /ended by SIGKILL/],
    ['says something else', 'echo "Secret: hunter2"', /answered for a\.io with no credentials$/],
    ['fails after its answer', `${give('u', 'hunter2')}; exit 1`, /ended with status 1$/],
    ['fails after a line and its answer', `echo; ${give('u', 'hunter2')}; exit 1`, /ended with status 1$/],
    ['fails with its answer among other words', 'echo "failed: {Secret: hunter2}"; exit 1', /ended with status 1$/],
    ['gives half an answer', 'echo \'{"Username":"hunter2"}\'', /no credentials$/],
    ['floods', 'yes hunter2', /has no end/],
  ])('are done without where a helper %s: it is named, and no secret', async (_what, script, words) => {
    if (script !== undefined) await putHelper('store', script);
    await put('.docker/config.json', { auths: { 'a.io': { auth: pair('file:x') } }, credsStore: 'store' });
    const { credentials, warnings } = await access({ images: ['a.io/x'] });
    expect(credentials).toMatchObject({ 'a.io': { username: 'file' } });
    expect(warnings).toEqual([expect.stringMatching(words)]);
    expect(warnings.join('')).not.toContain('hunter2');
  });

  it('are not waited for without end, nor through a name that is a path', async () => {
    await putHelper('slow', 'exec sleep 60');
    const env = { PATH: `${home}/bin:/usr/bin:/bin` };
    expect(await askCredentialHelper('slow', 'a.io', env, undefined, 200)).toMatch(/gave no answer within 200 ms/);
    expect(await askCredentialHelper('slow', 'a.io', env, AbortSignal.abort())).toMatch(/not waited for/);
    expect(await askCredentialHelper('../evil', 'a.io', env, undefined)).toMatch(
      /is not a name of a credential helper/,
    );
  });

  it('are not read from a file that is not a configuration: that is said, and nothing of the file', async () => {
    await put('.docker/config.json', '{"auths":{"a.io":{"password":"hunter2"');
    const { credentials, warnings } = await access({});
    expect(credentials).toEqual({});
    expect(warnings).toEqual([`${home}/.docker/config.json cannot be used: it is not valid JSON`]);
    for (const odd of ['[]', 'null', '{"auths":3,"credHelpers":[1],"proxies":"x","credsStore":{}}']) {
      await put('.docker/config.json', odd);
      expect((await access({ images: ['a.io/x'] })).credentials).toEqual({});
    }
  });

  it('are looked for where DOCKER_CONFIG says', async () => {
    await put('elsewhere/config.json', { auths: { 'a.io': { auth: pair('a:1') } } });
    expect((await access({})).credentials).toEqual({});
    expect(Object.keys((await access({ env: { DOCKER_CONFIG: join(home, 'elsewhere') } })).credentials)).toEqual([
      'a.io',
    ]);
  });

  it('come from DOCKER_AUTH_CONFIG before all files', async () => {
    await put('.docker/config.json', { auths: { 'a.io': { auth: pair('file:x') }, 'b.io': { auth: pair('file:x') } } });
    const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'a.io': { auth: pair('variable:x') } } }) };
    const { credentials } = await access({ env });
    expect(credentials).toMatchObject({ 'a.io': { username: 'variable' }, 'b.io': { username: 'file' } });
    const broken = await access({ env: { DOCKER_AUTH_CONFIG: '{hunter2' } });
    expect(broken.warnings).toEqual(['DOCKER_AUTH_CONFIG cannot be used: it is not valid JSON']);
    expect(Object.keys(broken.credentials)).toEqual(['a.io', 'b.io']);
  });

  it('for a Podman come from its own files first', async () => {
    const auths = (user: string, ...registries: string[]) => ({
      auths: Object.fromEntries(registries.map((registry) => [registry, { auth: pair(`${user}:x`) }])),
    });
    await put('.docker/config.json', auths('docker', 'a.io', 'b.io', 'c.io'));
    await put('.config/containers/auth.json', auths('config', 'a.io', 'b.io'));
    await put('run/containers/auth.json', auths('runtime', 'a.io'));
    const users = async (env: Record<string, string>, isPodman: boolean) => {
      const { credentials } = await access({ env, isPodman, images: ['a.io/x', 'b.io/x', 'c.io/x'] });
      return Object.values(credentials).map(({ username }) => username);
    };
    const env = { XDG_RUNTIME_DIR: join(home, 'run') };
    expect((await users(env, true)).toSorted()).toEqual(['config', 'docker', 'runtime']);
    expect(await users(env, false)).toEqual(['docker', 'docker', 'docker']);
    await put('named.json', auths('named', 'b.io'));
    const named = await users({ ...env, REGISTRY_AUTH_FILE: join(home, 'named.json') }, true);
    expect(named.toSorted()).toEqual(['docker', 'docker', 'named']);
    // Where a name without a registry leads is up to Podman.
    expect(Object.keys((await access({ isPodman: true, images: ['ubi9'] })).credentials)).toContain('a.io');
  });
});

describe('proxies', () => {
  it('are those for this daemon, else the default ones, in both spellings', async () => {
    await put('.docker/config.json', {
      proxies: {
        default: { httpProxy: 'http://p:1', httpsProxy: 'http://p:2', noProxy: 'a,b', ftpProxy: '', allProxy: 3 },
        'tcp://docker:2375': { allProxy: 'socks5://q' },
      },
    });
    expect((await access({})).proxies).toEqual({
      HTTP_PROXY: 'http://p:1',
      http_proxy: 'http://p:1',
      HTTPS_PROXY: 'http://p:2',
      https_proxy: 'http://p:2',
      NO_PROXY: 'a,b',
      no_proxy: 'a,b',
    });
    const { proxies } = await access({ daemon: 'tcp://docker:2375' });
    expect(proxies).toEqual({ ALL_PROXY: 'socks5://q', all_proxy: 'socks5://q' });
  });
});
