import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentHash } from '../../../../../../../src/engine/hosts/docker/images/context/contentHash.ts';
import { readBuildContext } from '../../../../../../../src/engine/hosts/docker/images/context/contextEntries.ts';
import { publicForm } from '../../../../../../../src/engine/hosts/docker/images/context/installSettings.ts';
import { readInstallSecrets } from '../../../../../../../src/engine/hosts/docker/images/project/installSecrets.ts';
import { secretIn } from '../../../../../../../src/engine/hosts/docker/images/context/secrets.ts';
import type { BuildSecret } from '../../../../../../../src/engine/options/options.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hoosegow-secrets-'));
});
afterEach(() => rm(root, { recursive: true }));

async function put(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries({ Dockerfile: '', ...files })) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

const pathsOf = async () =>
  (await readBuildContext(root)).entries
    .map(({ path }) => path)
    .filter((path) => path !== 'Dockerfile' && path !== '.dockerignore');

describe('secrets', () => {
  const SECRETS =
    '.git/config .env a/b/.env.production prod.env .ssh/id_ed25519 deploy/id_rsa .aws/credentials .NPMRC sub/.npmrc .netrc _netrc tls/Server.Key ca.pem .kube/config .docker/config.json .gnupg/pubring.kbx x.p12 .git-credentials .yarnrc main.tfstate.backup .bash_history .envrc .npmrc.bak .npmrc~ .netrc.swp ca.pem.old prod.env.orig~ .netrc. x.tfvars.json service_account.json .sqlite_history x.keytab';

  it.each(SECRETS.split(' '))('%s is one', (path) => {
    expect(secretIn(path)).not.toBe(-1);
  });

  const OF_TOOLS =
    '.config/gh .config/gh/hosts.yml home/.config/gcloud/credentials.db .Config/GH/hosts.yml .config/op/config .config/helm/registry/config.json .config/git/credentials .config/git/credentials.bak .config/containers/auth.json .config/pypoetry/auth.toml .config/pip/pip.conf .config/pnpm/rc .config/doctl/config.yaml .config/configstore/firebase-tools.json .config/sops/age/keys.txt .config/azure/msal_token_cache.json .azure/accessTokens.json .kube/config .docker/config.json .npmrc .yarnrc.yml .pypirc .netrc .cargo/credentials.toml .terraform.d/credentials.tfrc.json .terraformrc terraform.rc .op/config .aws/credentials .ssh/config .gnupg/trustdb.gpg .git-credentials .gradle/gradle.properties .sbt/.credentials .helm/repository/repositories.yaml .fly/config.yml .circleci/cli.yml .cache/huggingface/token .local/share/keyrings/login.keyring .local/share/com.vercel.cli/auth.json .sentryclirc .aliyun/config.json';

  it.each(OF_TOOLS.split(' '))('%s is one, where a tool keeps its login', (path) => {
    expect(secretIn(path)).not.toBe(-1);
  });

  it('is told by the name that a rule with "!" would have', () => {
    expect(secretIn('home/.config/gh/hosts.yml')).toBe(2);
    expect(secretIn('.config/git/credentials')).toBe(2);
  });

  it.each([
    '.config',
    '.config/settings.json',
    '.config/nextest.toml',
    '.config/git',
    '.config/git/ignore',
    '.config/my/gh',
    'config/gh/hosts.yml',
    'src/gh/index.ts',
    'gh',
    'op/add.ts',
    'helm/values.yaml',
    'charts/registry/config.json',
    'azure.ts',
    'credentials',
    'src/credentials/index.ts',
    'auth.json',
    'token',
    'gradle.properties',
    '.gradle/wrapper',
    '.circleci/config.yml',
    '.terraform.d/plugins/x',
    'pip.conf',
    '.cache/huggingface/hub/model.bin',
    '.github/workflows/x.yml',
    'environment.ts',
    'a.bak',
    '~',
    'npmrc.bak',
    'keys.ts',
    'npmrc',
    '.gitignore',
    'src/pem.ts',
    'id_card.ts',
  ])('%s is none', (path) => {
    expect(secretIn(path)).toBe(-1);
  });

  const FILES = {
    '.env': '',
    'src/.env': '',
    'src/a.ts': '',
    'src/.aws/config': '',
    'src/.aws/other': '',
    'tls/a.pem': '',
  };

  it.each<[string, string[]]>([
    ['', ['src', 'src/a.ts', 'tls']],
    ['!.env', ['.env', 'src', 'src/a.ts', 'tls']],
    ['!**/.env', ['.env', 'src', 'src/.env', 'src/a.ts', 'tls']],
    ['!src', ['src', 'src/a.ts', 'tls']],
    ['!**', ['src', 'src/a.ts', 'tls']],
    ['!**/*', ['src', 'src/a.ts', 'tls']],
    ['*\n!src', ['src', 'src/a.ts']],
    ['!src/.aws/config', ['src', 'src/.aws', 'src/.aws/config', 'src/a.ts', 'tls']],
    ['!src/.aws', ['src', 'src/.aws', 'src/.aws/config', 'src/.aws/other', 'src/a.ts', 'tls']],
    ['!tls/*.pem', ['src', 'src/a.ts', 'tls', 'tls/a.pem']],
    ['!.env\n.env', ['src', 'src/a.ts', 'tls']],
  ])('stay out with the .dockerignore %j, but for those it names', async (rules, left) => {
    await put({ ...FILES, '.dockerignore': rules });
    expect(await pathsOf()).toEqual(left);
  });

  it('in the places of tools stay out, but for those that a rule names', async () => {
    const files = { '.config/gh/hosts.yml': '', '.config/nextest.toml': '', 'tools/gh/a.ts': '' };
    await put({ ...files, '.dockerignore': '!**\n!.config' });
    const others = ['.config', '.config/nextest.toml', 'tools', 'tools/gh', 'tools/gh/a.ts'];
    expect(await pathsOf()).toEqual(others);
    expect((await readBuildContext(root)).secrets).toContain('.config/gh');
    await put({ '.dockerignore': '!.config/gh' });
    expect((await pathsOf()).toSorted()).toEqual([...others, '.config/gh', '.config/gh/hosts.yml'].toSorted());
  });

  it('that no rule of the project keeps out are told', async () => {
    await put({ ...FILES, '.dockerignore': 'tls/a.pem\n' });
    expect((await readBuildContext(root)).secrets).toEqual(['.env', 'src/.aws', 'src/.env']);
  });
});

const TOKEN = 'npm_s3cr3tS3cr3t';

describe('settings of package managers', () => {
  it.each<[string, string, string]>([
    [
      '.npmrc',
      `@corp:registry=https://npm.corp/\n//npm.corp/:_authToken=${TOKEN}\n`,
      '@corp:registry=https://npm.corp/\n',
    ],
    ['.npmrc', `registry = https://user:${TOKEN}@npm.corp/\r\n`, 'registry = https://npm.corp/\n'],
    ['.npmrc', `; //npm.corp/:_authToken=${TOKEN}\n# ${TOKEN}\nlegacy-peer-deps=true`, 'legacy-peer-deps=true\n'],
    ['.npmrc', `_auth=${TOKEN}\n_authToken = ${TOKEN}\n//x/:_password="${TOKEN}"\nemail=a@b\n`, ''],
    ['.npmrc', `key="${TOKEN}"\ncert="x"\n//x/:keyfile=/k\n"//x/:_authToken"=${TOKEN}`, ''],
    [
      '.yarnrc.yml',
      `# ${TOKEN}\nnodeLinker: node-modules\nnpmScopes:\n  corp:\n    npmAuthToken: ${TOKEN}\n    npmRegistryServer: "https://npm.corp"\n`,
      'nodeLinker: node-modules\nnpmScopes:\n  corp:\n    npmRegistryServer: "https://npm.corp"\n',
    ],
    ['.yarnrc.yml', `npmAuthToken: >-\n  ${TOKEN}\nyarnPath: x\n`, 'yarnPath: x\n'],
    ['.yarnrc.yml', `npmScopes: { corp: { npmAuthToken: ${TOKEN} } }\n`, ''],
    ['.yarnrc.yml', `"npmAuthIdent": "a:${TOKEN}"\n? npmAuthToken\n: ${TOKEN}\n`, ''],
  ])('%s %j goes into a build as %j', (name, text, expected) => {
    expect(publicForm(name, text)).toBe(expected);
  });

  it.each([
    ['@c:registry=https://u:p@TOKEN@h/', '@c:registry=https://h/'],
    ['@c:registry=https://u:TOKEN/x@h/', '@c:registry=https://h/'],
    ['registry=//u:TOKEN@h/', 'registry=//h/'],
    ['registry="https://u:TOKEN@h/"', 'registry="https://h/"'],
    ['registry=https://h/p?token=TOKEN&x=1', 'registry=https://h/p'],
    ['registry=https://h/ ; TOKEN', 'registry=https://h/'],
    ['registry=https://h/ # TOKEN', 'registry=https://h/'],
    ['proxy=u:TOKEN@h:3128', 'proxy=h:3128'],
    ['proxy = "u:TOKEN@h:3128"', 'proxy = "h:3128"'],
    ['registry=https://h:8080/@corp/npm/', 'registry=https://h:8080/@corp/npm/'],
    ['registry=https://h/@corp', 'registry=https://h/@corp'],
    ['registry=http://h:80/', 'registry=http://h:80/'],
  ])('hold no password in an address: %s', (line, expected) => {
    expect(publicForm('.npmrc', line)).toBe(`${expected}\n`);
    const yaml = `npmRegistryServer: ${line.replace(/[^=]*= ?/, '').replace(/ [;#].*/, '')}`;
    expect(publicForm('.yarnrc.yml', yaml)).not.toMatch(/^.*\/\/.*TOKEN/);
  });

  it('never hold a token of npm’s, however it is written', () => {
    const key = fc.constantFrom('//h/:_authToken', '_authToken', '//h/p/:_auth', '//h/:_password', '"//h/:_authToken"');
    const space = fc.constantFrom('', ' ', '\t');
    const line = fc.tuple(space, key, space, space).map(([a, name, b, c]) => `${a}${name}${b}=${c}${TOKEN}`);
    const other = fc.constantFrom('registry=https://x/', '', '; c', '[section]', `proxy=http://u:${TOKEN}@p:1`);
    fc.assert(
      fc.property(fc.array(fc.oneof(line, other)), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        expect(publicForm('.npmrc', lines.join(end))).not.toContain(TOKEN);
      }),
    );
  });

  it('that the project names in its .dockerignore go as they are, and those it keeps out do not go', async () => {
    await put({ '.npmrc': `//h/:_authToken=${TOKEN}\nregistry=https://h/\n`, '.dockerignore': '!.npmrc' });
    const { entries } = await readBuildContext(root);
    expect(entries.find(({ path }) => path === '.npmrc')).not.toHaveProperty('form');
    await put({ '.dockerignore': '.npmrc' });
    expect(await pathsOf()).toEqual([]);
  });

  it('change the name of an image by what is public in them', async () => {
    const nameWith = async (text: string) => {
      await put({ '.npmrc': text });
      return contentHash(await readBuildContext(root), {});
    };
    const name = await nameWith(`registry=https://h/\n//h/:_authToken=${TOKEN}\n`);
    expect(await nameWith('registry=https://h/\r\n//h/:_authToken=another\r\n')).toBe(name);
    expect(await nameWith(`registry=https://other/\n//h/:_authToken=${TOKEN}\n`)).not.toBe(name);
  });
});

describe('what an install needs', () => {
  const read = async (secrets: Readonly<Record<string, BuildSecret>>, env: NodeJS.ProcessEnv = {}) => {
    const { secretArgs, notes } = await readInstallSecrets(await readBuildContext(root), secrets, env);
    const [value = ''] = Object.values(secretArgs);
    const text = Buffer.from(value.slice(value.indexOf(':') + 1), 'base64url').toString();
    return { given: text === '' ? undefined : (JSON.parse(text) as unknown), notes };
  };

  it('is the settings as they are, and the secrets of the caller that they name', async () => {
    const text = '@c:registry=https://h/\n//h/:_authToken=${NPM_TOKEN}\n//i/:_authToken=${A}\n//j/:_authToken=${B}\n';
    await put({ '.npmrc': text, '.env.token': 'from a file\n' });
    const { given, notes } = await read(
      {
        NPM_TOKEN: { env: 'TOKEN_HERE' },
        A: { value: 'a' },
        B: { file: join(root, '.env.token') },
        C: { value: 'not named' },
      },
      { TOKEN_HERE: TOKEN },
    );
    const env = { NPM_TOKEN: TOKEN, A: 'a', B: 'from a file' };
    expect(given).toEqual({ files: { '.npmrc': text }, env });
    expect(notes).toEqual([]);
  });

  it('is nothing of the environment that the caller has not named, and says what is missing', async () => {
    await put({ '.npmrc': 'a=1\nregistry=https://h/${AWS_SECRET_ACCESS_KEY}\n//h/:_authToken=${NPM_TOKEN}\nx=${N?}' });
    const { given, notes } = await read({}, { AWS_SECRET_ACCESS_KEY: TOKEN, NPM_TOKEN: TOKEN, N: TOKEN });
    expect(JSON.stringify(given)).not.toContain(TOKEN);
    expect(notes).toEqual([
      '.npmrc:2: ${AWS_SECRET_ACCESS_KEY} is not given to the build; --secret id=AWS_SECRET_ACCESS_KEY,env=AWS_SECRET_ACCESS_KEY (option buildSecrets) hands it on',
      '.npmrc:3: ${NPM_TOKEN} is not given to the build; --secret id=NPM_TOKEN,env=NPM_TOKEN (option buildSecrets) hands it on',
    ]);
  });

  it('refuses a secret that is not there, naming it', async () => {
    await put({ '.npmrc': '//h/:_authToken=${NPM_TOKEN}\n' });
    await expect(read({ NPM_TOKEN: { env: 'NPM_TOKEN' } })).rejects.toThrow(
      'the variable NPM_TOKEN of the secret NPM_TOKEN is not set',
    );
    await expect(read({ NPM_TOKEN: { file: join(root, 'nowhere') } })).rejects.toThrow(
      'the file of the secret NPM_TOKEN cannot be read',
    );
  });

  it('is there where all of the settings is secret', async () => {
    const text = '//h/:_authToken=${NPM_TOKEN}\n';
    await put({ '.npmrc': text });
    const { given } = await read({ NPM_TOKEN: { value: TOKEN } });
    expect(given).toEqual({ files: { '.npmrc': text }, env: { NPM_TOKEN: TOKEN } });
  });

  it('is nothing where there are no settings', async () => {
    await put({});
    expect(await read({ NPM_TOKEN: { value: TOKEN } })).toEqual({ given: undefined, notes: [] });
  });
});
