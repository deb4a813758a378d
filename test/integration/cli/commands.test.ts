import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildCli, type BuiltCli } from './support/buildCli.ts';
import { commandHere, type HereOptions } from './support/commandHere.ts';
import { startCommand, type Ended } from './support/runCommand.ts';

const INMATE = `
export function echo(...args: unknown[]) { console.log('printed'); console.error('warned'); return args; }
export function data() { return 'the method'; }
export function $odd() {}
`;

/** On a build machine nothing is left out: there a shell that is missing fails. */
const isLeftOut = (shell: string): boolean =>
  process.env['CI'] !== 'true' && spawnSync(shell, ['-c', 'exit 0']).status !== 0;

const HERE = ['--engine', 'process'] as const;

let cli: BuiltCli;
let dir: string;

beforeAll(async () => {
  cli = await buildCli();
});

afterAll(async () => {
  await cli.remove();
});

const inmateAt = async (folder: string): Promise<void> => {
  await mkdir(path.join(dir, folder), { recursive: true });
  await writeFile(path.join(dir, folder, 'inmate.ts'), INMATE);
  await writeFile(path.join(dir, folder, 'package.json'), '{"type":"module"}');
};

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hoosegow-commands-'));
  await inmateAt('inmate');
  const before = process.cwd();
  process.chdir(path.join(dir, 'inmate'));
  return async () => {
    process.chdir(before);
    await rm(dir, { recursive: true, force: true });
  };
});

const hoosegow = async (args: readonly string[], options: HereOptions = {}): Promise<Ended> =>
  commandHere(cli.runCli, args, options);

describe('DIR', () => {
  it('is the folder at hand where it is left out', async () => {
    expect((await hoosegow(['methods'])).stdout).toContain('function data()');
    expect(await hoosegow(['run', 'data', ...HERE])).toMatchObject({ code: 0, stdout: '"the method"\n' });
    expect(await hoosegow(['run', 'echo', '1', ...HERE])).toMatchObject({ code: 0, stdout: '[1]\n' });
    await writeFile('Dockerfile', 'FROM scratch\n');
    const built = await hoosegow(['build', '--host', `unix://${dir}/none.sock`]);
    expect([built.code, built.stderr]).toEqual([3, expect.stringMatching(/no Docker socket/)]);
    expect((await hoosegow(['run'])).stderr).toMatch(/^hoosegow: which method\? it has echo\(\.\.\.args\), data\(\)/);
  });

  it('is told from a method: by a path, an inmate there, and refused where it may be both', async () => {
    for (const named of ['.', './', '../inmate', 'inmate.ts', './inmate.ts']) {
      expect(await hoosegow(['run', named, 'data', ...HERE])).toMatchObject({ code: 0, stdout: '"the method"\n' });
    }
    // A folder that holds no inmate is none that could be meant.
    await mkdir('data');
    expect(await hoosegow(['run', 'data', ...HERE])).toMatchObject({ code: 0, stdout: '"the method"\n' });
    await inmateAt('inmate/data');
    const both = await hoosegow(['run', 'data', 'echo', ...HERE]);
    expect(both).toMatchObject({ code: 2, stdout: '' });
    expect(both.stderr).toMatch(/"data" is an inmate's folder here and a method .* \.\/data .* \. data for the method/);
    expect(await hoosegow(['run', './data', 'echo', ...HERE])).toMatchObject({ code: 0, stdout: '[]\n' });
    expect(await hoosegow(['run', '.', 'data', ...HERE])).toMatchObject({ code: 0, stdout: '"the method"\n' });
    expect((await hoosegow(['run', 'daat', ...HERE])).stderr).toMatch(/inmate here has no method "daat" \(is "data"/);
  });
});

it('new makes the inmate of an empty folder at hand, and wants a name in any other', async () => {
  await mkdir(path.join(dir, 'fresh'));
  process.chdir(path.join(dir, 'fresh'));
  expect((await hoosegow(['new'])).code).toBe(0);
  expect(await readdir('.')).toContain('inmate.ts');
  process.chdir(dir);
  const refused = await hoosegow(['new']);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/holds other files: name a new one/)]);
});

it('says that a method gets other than the arguments that it takes, and calls it', async () => {
  const many = await hoosegow(['run', 'data', '1', '2', ...HERE]);
  expect([many.code, many.stdout]).toEqual([0, '"the method"\n']);
  expect(many.stderr).toMatch(/^hoosegow: data\(\) takes 0 arguments, and gets 2\n/);
  expect((await hoosegow(['run', 'data', '1', '-q', ...HERE])).stderr).toBe('');
});

describe('export', () => {
  beforeEach(async () => {
    expect((await hoosegow(['run', 'echo', 'x', ...HERE, '--record', 'a.dispatch'])).code).toBe(0);
  });

  it('writes every format, to stdout or to a new file', async () => {
    expect((await hoosegow(['export', 'a.dispatch', '--format', 'stdout'])).stdout).toBe('printed\n');
    expect((await hoosegow(['export', 'a.dispatch', '--format', 'stderr', '-o', '-'])).stdout).toBe('warned\n');
    const shown = await hoosegow(['show', 'a.dispatch', '--json']);
    expect((await hoosegow(['export', 'a.dispatch', '--format', 'ndjson'])).stdout).toBe(shown.stdout);
    expect(await hoosegow(['export', 'a.dispatch', '-o', 'a.html'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await readFile('a.html', 'utf8')).toMatch(/^<!doctype html>/i);
    expect((await hoosegow(['export', 'a.dispatch', '-o', 'a.trace.json'])).code).toBe(0);
    expect(JSON.parse(await readFile('a.trace.json', 'utf8'))).toHaveProperty('traceEvents');
    expect((await hoosegow(['export', 'a.dispatch', '--format', 'stdout'], { isTerminal: true })).code).toBe(2);
  });

  it('never overwrites without --force, nor the recording with it, and leaves nothing half written', async () => {
    const before = await readFile('a.dispatch');
    await writeFile('a.html', 'mine');
    const refused = await hoosegow(['export', 'a.dispatch', '-o', 'a.html']);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/a\.html exists already.*--force/)]);
    expect(await readFile('a.html', 'utf8')).toBe('mine');
    await symlink('a.dispatch', 'b.html');
    const itself = await hoosegow(['export', 'a.dispatch', '-o', 'b.html', '--force']);
    expect([itself.code, itself.stderr]).toEqual([2, expect.stringMatching(/is the recording itself/)]);
    expect((await hoosegow(['export', 'a.dispatch', '-o', 'a.html', '--force'])).code).toBe(0);
    expect(await readFile('a.html', 'utf8')).toMatch(/^<!doctype html>/i);
    expect(await readFile('a.dispatch')).toEqual(before);
    expect((await hoosegow(['export', 'a.dispatch', '-o', 'no/where.html'])).stderr).toMatch(/there is no folder for/);
    expect((await readdir('.')).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('has a status of its own where the disk is full', async () => {
    await symlink('/dev/full', 'full');
    const full = await hoosegow(['export', 'a.dispatch', '--format', 'html', '-o', 'full', '--force']);
    expect([full.code, full.stderr]).toEqual([2, expect.stringMatching(/full is not a file/)]);
  });

  it('tells of a cut recording, and has what is left of it', async () => {
    await truncate('a.dispatch', (await readFile('a.dispatch')).length - 5);
    const cut = await hoosegow(['export', 'a.dispatch', '--format', 'stdout']);
    expect([cut.code, cut.stdout]).toEqual([9, 'printed\n']);
    expect(cut.stderr).toMatch(/^hoosegow: the recording a\.dispatch is cut/);
  });
});

describe('settings', () => {
  const configured = async (text: string): Promise<Readonly<Record<string, string>>> => {
    await mkdir(path.join(dir, 'config/hoosegow'), { recursive: true });
    await writeFile(path.join(dir, 'config/hoosegow/config.json'), text);
    return { XDG_CONFIG_HOME: path.join(dir, 'config') };
  };

  it('count by flag, variable, file, default in this order, and config says which', async () => {
    const env = await configured('{ "timeout": "41s", "limit-output": "4m", "memory": "96m" }');
    const calls = async (args: readonly string[], more = {}): Promise<unknown> => {
      const { stdout } = await hoosegow(['run', 'echo', '--json', ...HERE, ...args], { env: { ...env, ...more } });
      return JSON.parse(stdout.slice(0, stdout.indexOf('\n'))) as unknown;
    };
    // The memory is for containers, and so is no reason to refuse a bare process.
    expect(await calls([])).toMatchObject({ limits: { timeout: 41_000, outputBytes: 4 * 1024 ** 2 } });
    expect(await calls([], { HOOSEGOW_TIMEOUT: '42s' })).toMatchObject({ limits: { timeout: 42_000 } });
    expect(await calls(['--timeout', '43s'], { HOOSEGOW_TIMEOUT: '42s' })).toMatchObject({
      limits: { timeout: 43_000 },
    });
    const shown = await hoosegow(['config', '--json'], {
      env: { ...env, HOOSEGOW_TIMEOUT: '42s', HOOSEGOW_MEMROY: '1' },
    });
    expect(JSON.parse(shown.stdout)).toEqual({
      file: path.join(dir, 'config/hoosegow/config.json'),
      settings: {
        timeout: { value: '42s', source: 'HOOSEGOW_TIMEOUT' },
        'limit-output': { value: '4m', source: path.join(dir, 'config/hoosegow/config.json') },
        memory: { value: '96m', source: path.join(dir, 'config/hoosegow/config.json') },
      },
    });
    expect(shown.stderr).toBe('hoosegow: HOOSEGOW_MEMROY is not a setting (is HOOSEGOW_MEMORY meant?)\n');
    expect((await hoosegow(['config'])).stdout).toMatch(/^timeout +\(default\)$/m);
  });

  it('are never those of a folder, and a wrong one is told with its place', async () => {
    await writeFile('hoosegow.json', '{ "engine": "process", "timeout": "1ms" }');
    await mkdir('hoosegow');
    await writeFile('hoosegow/config.json', '{ "timeout": "1ms" }');
    // A path that is not absolute would be one of this folder.
    const env = { XDG_CONFIG_HOME: '.', HOME: dir };
    expect((await hoosegow(['run', 'data', ...HERE], { env })).code).toBe(0);
    for (const [text, message] of [
      ['{ "memroy": "1g" }', /config\.json sets "memroy", which cannot be set there \(is "memory" meant\?\)/],
      ['{ "engine": "process" }', /sets "engine", which cannot be set there/],
      ['{ "timeout": true }', /"timeout" must be text or a number/],
      ['{ "timeout": "soon" }', /timeout \(of .*config\.json\) must be a duration/],
      ['{', /config\.json is not JSON/],
      ['[]', /must be an object of options/],
    ] as const) {
      const wrong = await hoosegow(['run', 'data', ...HERE], { env: await configured(text) });
      expect([wrong.code, wrong.stdout]).toEqual([2, '']);
      expect(wrong.stderr).toMatch(message);
    }
    const variable = await hoosegow(['run', 'data', ...HERE], { env: { HOOSEGOW_TIMEOUT: 'soon' } });
    expect(variable.stderr).toMatch(/timeout \(of HOOSEGOW_TIMEOUT\) must be a duration/);
    const call = ['run', 'data', ...HERE];
    const late = await hoosegow(call, { env: { HOOSEGOW_VALUE_DEPTH: '5000' } });
    const message = 'the limit valueDepth must be at most 1000, not 5000';
    expect([late.code, late.stderr]).toEqual([2, `hoosegow: value-depth (of HOOSEGOW_VALUE_DEPTH): ${message}\n`]);
    const given = await hoosegow([...call, '--value-depth', '5000'], { env: { HOOSEGOW_VALUE_DEPTH: '5000' } });
    expect([given.code, given.stderr]).toEqual([2, `hoosegow: ${message}\n`]);
  });

  it('that cannot be right are all told by config, as run would, with their places', async () => {
    const file = path.join(dir, 'config/hoosegow/config.json');
    const env = await configured(
      '{ "memroy": "1g", "pids": true, "memory": 5, "value-depth": 5000, "user": "root", "cpus": 2, "timeout": "soon" }',
    );
    const variables = {
      HOOSEGOW_COLOR: 'maybe',
      HOOSEGOW_CPUS: 'many',
      HOOSEGOW_HOST: 'ftp://there',
      HOOSEGOW_NETWORK: 'container:other',
      HOOSEGOW_PLATFORM: 'linux',
      // It counts, so that what the file says is heeded by nobody.
      HOOSEGOW_TIMEOUT: '5s',
    };
    const told = await hoosegow(['config'], { env: { ...env, ...variables } });
    expect(told.stdout).toMatch(/^timeout +5s {2}\(HOOSEGOW_TIMEOUT\)$/m);
    const lines = told.stderr.split('\n').filter((line) => line.startsWith('hoosegow: '));
    expect(lines.map((line) => line.slice('hoosegow: '.length))).toEqual([
      expect.stringContaining(`${file} sets "memroy", which cannot be set there (is "memory" meant?)`),
      `${file}: "pids" must be text or a number, as behind --pids`,
      expect.stringMatching(/^host \(of HOOSEGOW_HOST\): "ftp:\/\/there" is not an address .*allowed are unix:/),
      `user (of ${file}): the user must be UID or UID:GID in numbers, such as 1000:1000, not "root"`,
      expect.stringMatching(/^network \(of HOOSEGOW_NETWORK\): the network must be the name of one, such as bridge/),
      `memory (of ${file}): the limit memory must be a whole number of at least 6291456 bytes (6 MiB), not 5 bytes`,
      'cpus (of HOOSEGOW_CPUS) must be a number, not "many"',
      `value-depth (of ${file}): the limit valueDepth must be at most 1000, not 5000`,
      'platform (of HOOSEGOW_PLATFORM): the platform must be a platform such as linux/amd64 or linux/arm64, not "linux"',
      'color (of HOOSEGOW_COLOR) must be always, never or auto, not "maybe"',
    ]);
    expect([told.code, (await hoosegow(['config', '--json'], { env })).code]).toEqual([2, 2]);
  });

  it('that cannot be read as a whole, or are one too many, are told by config beside the others', async () => {
    const broken = await hoosegow(['config'], { env: { ...(await configured('{')), HOOSEGOW_PIDS: '0' } });
    expect([broken.code, broken.stderr]).toEqual([2, expect.stringMatching(/config\.json is not JSON/)]);
    expect(broken.stderr).toMatch(/pids \(of HOOSEGOW_PIDS\): the limit pids must be a whole number of at least 1/);
    const both = await hoosegow(['config'], {
      env: { HOOSEGOW_HOST: 'unix:///none.sock', HOOSEGOW_CONTEXT: 'default' },
    });
    expect(both.code).toBe(2);
    expect(both.stderr).toMatch(/give either host \(of HOOSEGOW_HOST\) or context \(of HOOSEGOW_CONTEXT\)/);
    const other = await hoosegow(['config'], { env: { HOOSEGOW_CONTEXT: 'elsewhere', DOCKER_CONFIG: dir } });
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining(
        'context (of HOOSEGOW_CONTEXT): there is no Docker context "elsewhere"; there are "default"',
      ),
    ]);
  });

  it('of one place silence the rival of a weaker one', async () => {
    const env = await configured('{ "context": "elsewhere" }');
    const call = ['sweep', '--host', `unix://${dir}/none.sock`];
    expect((await hoosegow(call, { env })).stderr).toMatch(/no Docker socket/);
    const byVariable = { ...env, HOOSEGOW_HOST: `unix://${dir}/none.sock` };
    expect((await hoosegow(['sweep'], { env: byVariable })).stderr).toMatch(/no Docker socket/);
  });
});

it('has colours where --color, FORCE_COLOR and NO_COLOR want them, in this order', async () => {
  const isColoured = async (args: readonly string[], env: Readonly<Record<string, string>>, isTerminal = false) =>
    (await hoosegow(['run', 'data', ...HERE, ...args], { env, isTerminal })).stderr.includes('\u001b[');
  expect(await isColoured([], {})).toBe(false);
  expect(await isColoured([], { TERM: 'xterm' }, true)).toBe(true);
  expect(await isColoured([], { FORCE_COLOR: '1' })).toBe(true);
  expect(await isColoured([], { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(true);
  expect(await isColoured([], { FORCE_COLOR: '0' }, true)).toBe(false);
  expect(await isColoured([], { NO_COLOR: '1' }, true)).toBe(false);
  expect(await isColoured(['--color', 'always'], { NO_COLOR: '1' })).toBe(true);
  expect(await isColoured(['--color', 'never'], { FORCE_COLOR: '1' })).toBe(false);
  expect(await isColoured([], { HOOSEGOW_COLOR: 'always' })).toBe(true);
});

describe.skipIf(process.platform === 'win32')('completion', () => {
  /** What a shell offers behind each line, as it asks the command. */
  const offered = async (shell: string, script: string): Promise<string> => {
    const bin = path.join(dir, 'bin');
    await mkdir(bin, { recursive: true });
    await writeFile(path.join(bin, 'hoosegow'), `#!/bin/sh\nexec "${process.execPath}" "${cli.main}" "$@"\n`);
    await chmod(path.join(bin, 'hoosegow'), 0o755);
    const PATH = `${bin}:${process.env['PATH'] ?? ''}`;
    const ended = await startCommand([shell, '-c', script], { cwd: path.join(dir, 'inmate'), env: { PATH } }).ended;
    expect(ended.stderr).toBe('');
    return ended.stdout;
  };

  it('offers commands, options, values, methods and files in bash', async () => {
    await writeFile('a.dispatch', '');
    await writeFile('other.txt', '');
    const line = (text: string): string =>
      `COMP_LINE='${text}'; COMP_POINT=\${#COMP_LINE}; read -ra COMP_WORDS <<< "$COMP_LINE"; ` +
      `[[ "$COMP_LINE" == *' ' ]] && COMP_WORDS+=(''); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); ` +
      `_hoosegow; echo "\${COMPREPLY[*]}"`;
    const script = [
      'eval "$(hoosegow completion bash)"',
      ...['hoosegow sh', 'hoosegow run --time', 'hoosegow run --engine ', 'hoosegow run . da', 'hoosegow run ec'].map(
        line,
      ),
      ...['hoosegow show ', 'hoosegow run . echo @oth', 'hoosegow completion ', 'hoosegow run . $'].map(line),
    ].join('\n');
    expect((await offered('bash', script)).split('\n')).toEqual([
      'show',
      '--timeout',
      'docker process',
      'data',
      'echo',
      'a.dispatch',
      '@other.txt',
      'bash zsh fish',
      '',
      '',
    ]);
  });

  it.skipIf(isLeftOut('fish'))('offers them in fish', async () => {
    await writeFile('a.dispatch', '');
    const lines = ['hoosegow sh', 'hoosegow run --time', 'hoosegow run . da', 'hoosegow show a.'];
    const script = ['hoosegow completion fish | source', ...lines.map((line) => `complete -C '${line}'`)].join('\n');
    const words = (await offered('fish', script)).split('\n').map((line) => line.split('\t')[0]);
    expect(words).toEqual(['show', '--timeout', 'data', 'a.dispatch', '']);
  });

  it.skipIf(isLeftOut('zsh'))('offers them in zsh', async () => {
    // In place of what only a line being edited has: it prints what it is given.
    const editing = 'compadd() { shift; print -l -- "$@" }; _files() { print "files $*" }; compdef() { }';
    const line = (text: string): string => `words=(\${(@s: :)\${:-'${text}'}}); CURRENT=\${#words}; _hoosegow`;
    const script = [editing, 'eval "$(hoosegow completion zsh)"'];
    script.push(...['hoosegow sh', 'hoosegow run --time', 'hoosegow run . da', 'hoosegow show a'].map(line));
    expect(await offered('zsh', script.join('\n'))).toBe('show\n--timeout\ndata\nfiles -g *.dispatch\n');
  });

  it('is killed where a source takes long to read, and runs none of it', async () => {
    await writeFile('inmate.ts', `export const f = ${'async <T>(x='.repeat(200)}1`);
    const { code, stdout } = await startCommand([process.execPath, cli.main, '__complete', '--', 'run', '.', ''], {
      cwd: path.join(dir, 'inmate'),
    }).ended;
    // Whoever reads the source within its own bounds before that is as good.
    expect([null, 0]).toContain(code);
    expect(stdout).toBe('');
  });

  it('knows what stands where', async () => {
    const complete = async (...words: readonly string[]): Promise<readonly string[]> =>
      (await hoosegow(['__complete', '--', ...words])).stdout.split('\n').slice(0, -1);
    expect(await complete('')).toContain('export');
    expect(await complete('help', 'bu')).toEqual(['build']);
    expect(await complete('run', '')).toEqual(['echo', 'data', ':folders']);
    expect(await complete('run', 'data', '')).toEqual([]);
    expect(await complete('run', '--memory', '1g', '.', 'e')).toEqual(['echo']);
    expect(await complete('run', '--record', '')).toEqual([':files*']);
    expect(await complete('run', '--image', 'x', '')).toEqual([]);
    expect(await complete('run', '.', 'echo', '--', '--ti')).toEqual([]);
    expect(await complete('export', 'a.dispatch', '-o', '')).toEqual([':files*']);
    expect(await complete('export', 'a.dispatch', '--format', 'per')).toEqual(['perfetto']);
    expect(await complete('nothing', '')).toEqual([]);
    expect(await complete('build', '')).toEqual([':folders']);
    expect(await complete('build', '.', '')).toEqual([]);
    expect(await complete('sweep', '')).toEqual([]);
    expect((await hoosegow(['completion', 'bsh'])).stderr).toMatch(/is bash meant\?/);
  });
});

describe('run --watch', () => {
  it('calls again after a change, and not for what is kept out of the image', async () => {
    await writeFile('.dockerignore', 'kept-out\nlogs\n');
    const argv = [process.execPath, cli.main, 'run', 'data', ...HERE, '--watch', '--output', 'out.txt'];
    const running = startCommand(argv, { cwd: path.join(dir, 'inmate') });
    let shown = '';
    running.process.stderr.on('data', (text: string) => (shown += text));
    const waits = (): number => shown.split('waiting for changes').length - 1;
    await expect.poll(waits).toBe(1);
    expect(await readFile('out.txt', 'utf8')).toBe('the method');
    // What does not count comes first: were it counted, it would be named with what does.
    await mkdir('logs');
    await writeFile('logs/one', '');
    await writeFile('kept-out', '');
    await mkdir('lib');
    await writeFile('lib/new.ts', '');
    await expect.poll(waits).toBe(2);
    expect(shown).toMatch(/\n\nhoosegow: changed: lib, lib\/new\.ts; calling it again\n/);
    await writeFile('inmate.ts', 'export function data() { return 1 +; }');
    await expect.poll(waits).toBe(3);
    expect(shown).toMatch(/hoosegow: the inmate in \. cannot run: inmate\.ts:1:36/);
    await writeFile('inmate.ts', 'export function data() { return "another"; }');
    await expect.poll(waits).toBe(4);
    expect(await readFile('out.txt', 'utf8')).toBe('another');
    running.process.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
  });

  it('calls all the same where a file never stops changing, names it, and then waits for another or its end', async () => {
    await writeFile('app.log', '');
    const argv = [process.execPath, cli.main, 'run', 'data', ...HERE, '--watch', '--output', 'out.txt'];
    const running = startCommand(argv, { cwd: path.join(dir, 'inmate') });
    let shown = '';
    running.process.stderr.on('data', (text: string) => (shown += text));
    const waits = (): number => shown.split('waiting for changes').length - 1;
    await expect.poll(waits).toBe(1);
    // More often than anything is looked at, whatever the machine does meanwhile.
    const log = startCommand([process.execPath, '-e', "setInterval(() => fs.appendFileSync('app.log', 'x'), 20)"], {
      cwd: path.join(dir, 'inmate'),
    });
    await expect.poll(waits).toBe(2);
    expect(shown).toMatch(/\n\nhoosegow: changed: app\.log; calling it again\nhoosegow: app\.log keeps changing, and /);
    await writeFile('inmate.ts', 'export function data() { return "another"; }');
    await expect.poll(() => readFile('out.txt', 'utf8')).toBe('another');
    expect(shown).toMatch(/\nhoosegow: changed: [^\n]*inmate\.ts[^\n]*; calling it again\n/);
    const before = waits();
    log.process.kill('SIGKILL');
    await log.ended;
    await expect.poll(waits).toBeGreaterThan(before);
    running.process.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
  });

  it('loses no change that comes while a call runs', async () => {
    const slow = `import { existsSync } from 'node:fs';
export async function data() { console.log('begun'); while (!existsSync('${dir}/go')) await new Promise((r) => setTimeout(r, 5)); return 1; }`;
    await writeFile('inmate.ts', slow);
    const argv = [process.execPath, cli.main, 'run', 'data', ...HERE, '--watch', '--quiet'];
    const running = startCommand(argv, { cwd: path.join(dir, 'inmate') });
    let shown = '';
    running.process.stderr.on('data', (text: string) => (shown += text));
    await expect.poll(() => shown).toContain('begun');
    await writeFile('inmate.ts', 'export function data() { console.log("second"); }');
    await writeFile(path.join(dir, 'go'), '');
    await expect.poll(() => shown).toContain('second');
    running.process.kill('SIGTERM');
    expect((await running.ended).code).toBe(130);
  });
});
