import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildCli, type BuiltCli } from './support/buildCli.ts';
import { commandHere } from './support/commandHere.ts';
import { runCommand, startCommand, type Ended, type RunningCommand } from './support/runCommand.ts';

const INMATE = `
import { spawnSync } from 'node:child_process';

/** Greets somebody. And more. */
export async function* greet(name: string, times = 1) {
  console.log('hello', name);
  yield { name, large: 2n ** 60n };
  spawnSync(process.execPath, ['-e', 'console.log("from a child")'], { stdio: 'inherit' });
  console.error('\\u001b[31mwarning');
  return new Date(0);
}
export function echo(...args: unknown[]) { return args; }
export function text() { return 'plain\\u001b\\u202e'; }
export function bytes() { return new Uint8Array([0, 255]); }
export function boom() { throw new TypeError('bad\\nnews'); }
export function exit(code: number) { process.exit(code); }
export async function sleep() { console.log('asleep'); await new Promise((r) => setTimeout(r, 60_000)); }
export function* flood(lines: number) { for (let i = 0; i < lines; i++) { console.log('x'.repeat(1000)); yield i; } }
export function print(text: string, times: number) {
  process.stdout.write(text.repeat(times));
  process.stderr.write(text.repeat(times));
}
export function environment() { return { ...process.env }; }
export class NoMethod {}
`;

let cli: BuiltCli;
let dir: string;

beforeAll(async () => {
  cli = await buildCli();
});

afterAll(async () => {
  await cli.remove();
});

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hoosegow-cli-'));
  await mkdir(path.join(dir, 'inmate'));
  await writeFile(path.join(dir, 'inmate', 'inmate.ts'), INMATE);
  await writeFile(path.join(dir, 'inmate', 'package.json'), '{"type":"module"}');
  const before = process.cwd();
  process.chdir(dir);
  return async () => {
    process.chdir(before);
    await rm(dir, { recursive: true, force: true });
  };
});

const start = (...args: readonly string[]): RunningCommand =>
  startCommand([process.execPath, cli.main, ...args], { cwd: dir });

const hoosegow = async (...args: readonly string[]): Promise<Ended> => commandHere(cli.runCli, args);

const run = async (...args: readonly string[]): Promise<Ended> =>
  hoosegow('run', 'inmate', ...args, '--engine', 'process');

const lines = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

const objectsIn = (text: string): Record<string, unknown>[] =>
  lines(text).map((line) => ({ ...Object(line) }) as Record<string, unknown>);

/** One line that begins with the program's name, and no stack trace. */
const expectOneLine = ({ stderr }: Ended, message: RegExp | string): void => {
  expect(stderr).toMatch(/^hoosegow: [^\n]+\n$/);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stderr).toMatch(message);
};

describe('help', () => {
  it('is on stdout when asked for, and on stderr with status 2 when needed', async () => {
    for (const args of [['--help'], ['-h'], ['help']]) {
      const { code, stdout } = await hoosegow(...args);
      expect([code, stdout]).toEqual([0, expect.stringContaining('run [DIR] METHOD [ARG…]')]);
    }
    for (const args of [
      ['run', '--help'],
      ['help', 'run'],
      ['run', 'x', '--bogus', '-h'],
    ]) {
      const { code, stdout } = await hoosegow(...args);
      expect([code, stdout]).toEqual([
        0,
        expect.stringMatching(/--timeout TIME[^]*Exit status:\n {2}0 {3}the method returned/),
      ]);
    }
    const bare = await hoosegow();
    expect([bare.code, bare.stdout, bare.stderr]).toEqual([2, '', expect.stringContaining('Usage: hoosegow')]);
    const manifest: unknown = JSON.parse(
      await readFile(path.join(import.meta.dirname, '../../../package.json'), 'utf8'),
    );
    expect(manifest).toMatchObject({ version: (await hoosegow('--version')).stdout.trim() });
  });
});

describe('bad input', () => {
  it.each([
    [['frob'], /no command "frob"; there are new, methods/],
    [['biuld'], /no command "biuld" \(is "build" meant\?\); there are new/],
    [['run', 'inmate', 'echo', '--timeou', '5s'], /no option --timeou here \(is --timeout meant\?\)/],
    [['run'], /which method\? usage: hoosegow run \[DIR\] METHOD/],
    [['run', 'inmate'], /which method\? it has greet\(name, times\?\), echo/],
    [['run', 'nowhere', 'm'], /no directory nowhere; .*hoosegow new nowhere/],
    [['run', '.', 'm'], /no inmate in \./],
    [['run', 'inmate', 'nope'], /no method "nope"; it has greet\(name, times\?\), echo\(\.\.\.args\), text\(\)/],
    [['run', 'inmate', 'NoMethod'], /no method "NoMethod"/],
    [['run', 'inmate', 'toString'], /no method "toString"/],
    [['run', 'inmate', 'no\u001b\u202e\n'], /no method "no\\x1b\\u\{202e\} "/],
    [['run', 'inmate', 'echo', '--args', '[1'], /--args is not JSON/],
    [['run', 'inmate', 'echo', '1', '--args', '[1]'], /either one by one or by --args/],
    [['run', 'inmate', 'echo', '--args', '[{"date":"x"}]'], /--args\[0\]\.date must be a date/],
    [['run', 'inmate', 'echo', '@nope'], /cannot read the argument @nope/],
    [['run', 'inmate', 'echo', '--timeout', 'soon'], /--timeout must be a duration/],
    [['run', 'inmate', 'echo', '--memory', 'much'], /--memory must be a size/],
    [['run', 'inmate', 'echo', '--memory', '1k'], /memory must be/],
    [['run', 'inmate', 'echo', '--engine', 'steam'], /--engine must be docker or process/],
    [['run', 'inmate', 'echo', '--volume', 'data'], /--volume must be HOST:CONTAINER/],
    [['run', 'inmate', 'echo', '--volume', '/data=./data:rw'], /is \.\/data:\/data:rw meant\?/],
    [['run', 'inmate', 'echo', '--volume', '/data:./data'], /is \.\/data:\/data meant\?/],
    [['run', 'inmate', 'echo', '--volume', 'a:/data', '--volume', 'b:/data'], /two of --volume are for \/data/],
    [['run', 'inmate', 'echo', '--timeout', '5s', '--timeout', '6s'], /--timeout is given twice/],
    [['run', 'inmate', 'echo', '-json'], /no option -json here \(is --json meant\?\)/],
    [['run', 'inmate', 'ehco'], /no method "ehco" \(is "echo" meant\?\)/],
    [['run', 'inmate', 'echo', '--color', 'red'], /--color must be always, never or auto/],
    [['run', 'inmate', 'echo', '--json', '--quiet'], /either --json or --quiet/],
    [['run', 'inmate', 'echo', '--watch', '--record', 'a.dispatch'], /--record never overwrites, and --watch/],
    [['run', '--image', 'x', 'echo', '--watch'], /--watch is for a folder/],
    [['build', 'inmate', '--secret', 'id=a,src=b', '--secret', 'id=a,env=C'], /two of --secret have the id a/],
    [['help', 'biuld'], /no command "biuld" \(is "build" meant\?\)/],
    [['sweep', 'now'], /too many arguments, from "now" on: hoosegow sweep/],
    [['export', 'a.dispatch'], /in which format\?/],
    [['export', 'a.dispatch', '--format', 'pdf'], /--format must be one of ndjson, perfetto/],
    [['export', 'a.dispatch', '--format', 'html', '--force'], /--force is for a file/],
    [['export', 'nope.dispatch', '-o', 'a.html'], /cannot read the recording nope\.dispatch/],
    [['run', 'inmate', 'echo', '--cpus', 'two'], /--cpus must be a number, not "two"/],
    [['run', 'inmate', 'echo', '--cpus', '0'], /limit cpus must be a number of at least/],
    [['run', 'inmate', 'echo', '--pids', '1.5'], /limit pids must be a whole number/],
    [['run', 'inmate', 'echo', '--value-depth', '1001'], /limit valueDepth must be at most 1000/],
    [['run', 'inmate', 'echo', '--value-items', '0'], /limit valueNodes must be/],
    [['run', 'inmate', 'echo', '--user', 'root'], /user must be UID or UID:GID in numbers/],
    [['run', 'inmate', 'echo', '--network', 'host'], /a namespace of the host is not a jail/],
    [['run', 'inmate', 'echo', '--network', 'container:x'], /network must be the name of one/],
    [['run', 'inmate', 'echo', '--env', 'NOT_THERE'], /--env NOT_THERE: this environment has no such variable/],
    [['run', 'inmate', 'echo', '--env', 'HOOSEGOW_INMATE=x'], /"HOOSEGOW_INMATE" cannot be set/],
    [
      ['run', 'inmate', 'echo', '--env-file', 'inmate/package.json'],
      /--env-file inmate\/package\.json, line 1: it has no "="/,
    ],
    [
      ['run', 'inmate', 'echo', '--engine', 'process', '--user', '1', '--network', 'x', '--cpus', '1', '--pids', '9'],
      /--engine process has no container, and cannot hold --user, --network, --cpus, --pids/,
    ],
    [['run', 'inmate', 'echo', '--engine', 'process', '--memory', '1g'], /cannot hold --memory/],
    [['run', 'inmate', 'echo', '--engine', 'process', '--volume', '.:/d'], /cannot hold --volume/],
    [['run', 'inmate', 'echo', '--platform', 'linux'], /must be a platform such as linux\/amd64/],
    [['build', 'inmate', '--secret', 'hunter2'], /--secret must be id=ID,src=FILE or id=ID,env=NAME\n$/],
    [['build', 'inmate', '--secret', 'id=a,src=b,env=C'], /--secret must be/],
    [['build', 'inmate', '--secret', 'id=a,type=file,env=C'], /--secret must be/],
    [['build', 'inmate', '--secret', 'id=a,src=b,value=hunter2'], /--secret must be/],
    [['run', 'inmate', 'echo', '--host', 'a', '--context', 'b'], /either --host or --context/],
    [['run', 'inmate', 'echo', '--bogus'], /no option --bogus here/],
    [['run', 'inmate', 'echo', '--output', '--json'], /--output/],
    [['run', 'inmate', 'echo', '--output', 'no/where'], /--output: there is no folder no/],
    [['run', 'inmate', 'echo', '--output', 'inmate/inmate.ts/x'], /--output: inmate\/inmate\.ts is not a folder/],
    [['run', 'inmate', 'echo', '--output', 'inmate'], /--output: inmate is a folder; name a file in it/],
    [['run', 'inmate', 'echo', '--output', ''], /--output needs the name of a file/],
    [['run', 'inmate', 'echo', '--record', 'no/a.dispatch'], /--record: there is no folder no/],
    [['run', 'inmate', 'echo', '--record', 'inmate/inmate.ts/x'], /--record: inmate\/inmate\.ts is not a folder/],
    [['run', 'inmate', 'echo', '--record', ''], /--record needs the name of a file/],
    [['run', 'inmate', 'echo', '--env-file', 'nope'], /cannot read --env-file nope: there is no such file/],
    [['run', 'inmate', 'echo', '--env-file', 'inmate'], /cannot read --env-file inmate: it is a folder/],
    [['run', 'inmate', 'echo', '--args', '@nope'], /@nope: there is no such file/],
    [['run', '--image', '', 'm'], /image must be a string that is not empty/],
    [['new', ''], /the first argument is empty: hoosegow new \[DIR\]/],
    [['show', ''], /the first argument is empty: hoosegow show FILE/],
    [['run', 'inmate', 'echo', '--record', 'inmate/inmate.ts'], /--record never overwrites/],
    [['run', '--image', 'x', '--engine', 'process', 'm'], /runs an inmate folder, not an image/],
    [['show', 'nope.dispatch'], /cannot read the recording nope\.dispatch: there is no such file/],
    [['show', 'inmate/inmate.ts'], /is not a Hoosegow recording/],
    [['show', 'inmate'], /inmate is a folder; name a \.dispatch file/],
    [['show', 'a', 'b'], /too many arguments/],
    [['methods', 'nowhere'], /no directory nowhere/],
    [['build', 'nowhere'], /no directory nowhere/],
    [
      ['new', 'inmate', '--name', 'other'],
      /inmate has package\.json already, whose package keeps its name: leave "other" out/,
    ],
    [['new', 'CON'], /is not a name for a/],
    [['new', 'x', '--name', 'Not A Name'], /is not a name for a package/],
  ])('%j is one line with status 2', async (args, message) => {
    const ended = await hoosegow(...args);
    expectOneLine(ended, message);
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(await readdir(dir)).toEqual(['inmate']);
  });

  describe.skipIf(process.platform !== 'linux')('of a volume', () => {
    /** A socket of this machine at which nobody answers. */
    const listening = async (): Promise<AsyncDisposable & { readonly host: string }> => {
      const server = createServer((socket) => socket.destroy());
      await once(server.listen(path.join(dir, 'docker.sock')), 'listening');
      return { host: `unix://${dir}/docker.sock`, [Symbol.asyncDispose]: async () => server[Symbol.asyncDispose]() };
    };
    const withVolume = async (host: string, volume: string): Promise<Ended> =>
      commandHere(cli.runCli, ['run', 'inmate', 'echo', '--volume', volume, '--host', host], {
        env: { XDG_RUNTIME_DIR: dir },
      });

    it.each([
      ['./nope:/data', /--volume for \/data: cannot show it .*\/nope: there is no such file or folder/],
      ['./nope:/data:rw', /--volume for \/data: cannot show it .*\/nope: there is no such file or folder/],
      ['inmate/inmate.ts/x:/data', /--volume for \/data: cannot show it .*: a part of its path is not a folder/],
      ['~/data:/data', /~ has no meaning here/],
    ])('%s is told with status 2 before anything is built', async (volume, message) => {
      await using server = await listening();
      const ended = await withVolume(server.host, volume);
      expectOneLine(ended, message);
      expect(ended.code).toBe(2);
    });

    it('is not looked for here where the engine is elsewhere, and asked of it where it is there', async () => {
      await using server = await listening();
      expect((await withVolume('tcp://127.0.0.1:1', './nope:/data')).code).toBe(3);
      for (const volume of ['./inmate:/data', './inmate/inmate.ts:/data', 'a-volume:/data'])
        expect((await withVolume(server.host, volume)).code).toBe(3);
    });
  });

  it('is told from a Docker that does not answer, with status 3', async () => {
    for (const args of [['run', 'inmate', 'echo'], ['run', '--image', 'x', 'm'], ['sweep']]) {
      const ended = await hoosegow(...args, '--host', `unix://${dir}/none.sock`);
      expectOneLine(ended, /no Docker socket: is Docker running\?/);
      expect(ended.code).toBe(3);
    }
  });
});

describe('new and methods', () => {
  it('makes an inmate whose methods are listed, in text and in JSON', async () => {
    const made = await hoosegow('new', 'my inmate');
    expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/my inmate\n$/)]);
    expect(await readdir(path.join(dir, 'my inmate'))).toContain('package.json');
    expect((await hoosegow('methods', 'my inmate')).stdout).toBe('function hello(name: string)\n    Greets.\n');
    const { stdout } = await hoosegow('methods', 'inmate', '--json');
    const [greet] = JSON.parse(stdout) as unknown[];
    expect(greet).toEqual({
      name: 'greet',
      kind: 'async generator',
      parameters: [
        { name: 'name', type: 'string', optional: false, default: null, rest: false },
        { name: 'times', type: null, optional: true, default: '1', rest: false },
      ],
      doc: 'Greets somebody.',
      file: 'inmate.ts',
      line: 5,
      column: 24,
    });
  });

  it.skipIf(process.platform === 'win32')(
    'leaves nothing of a project of which a file is written in part',
    async () => {
      // No file may have more than 20 KiB or, where the shell counts in larger units, 40: the entrypoint has more.
      const command = 'ulimit -f 40; exec "$0" -- "$@"';
      const { status, stderr } = spawnSync('sh', ['-c', command, process.execPath, cli.main, 'new', 'half/made'], {
        encoding: 'utf8',
      });
      expect(status).toBe(3);
      expect(stderr).toMatch(/entrypoint\.cjs cannot be made: EFBIG.*; nothing is left of the project\n$/);
      expect(await readdir(dir)).toEqual(['inmate']);
    },
  );

  it('does not leave the folder through a link', async () => {
    await mkdir(path.join(dir, 'elsewhere'));
    await symlink(path.join(dir, 'elsewhere'), path.join(dir, 'link'));
    expectOneLine(await hoosegow('new', 'link'), /link is a symbolic link/);
    expect(await readdir(path.join(dir, 'elsewhere'))).toEqual([]);
  });

  it('shows what can be seen of a broken file, and where it is broken', async () => {
    const file = path.join(dir, 'inmate', 'inmate.ts');
    await writeFile(file, 'export function good() {}\nexport function bad( {\n');
    const ended = await hoosegow('methods', 'inmate');
    expect(ended).toMatchObject({ code: 0, stdout: 'function good()\n' });
    expectOneLine(ended, /^hoosegow: inmate\.ts:3:1: /);
    await writeFile(file, 'const x = ;\n');
    expectOneLine(await hoosegow('methods', 'inmate'), /inmate\.ts:1:11: /);
  });

  it('asks the inmate itself where its source does not tell', async () => {
    await writeFile(path.join(dir, 'inmate', 'inmate.ts'), 'const f = () => 7;\nexport const made = [f][0];\n');
    expect(await run('made')).toMatchObject({ code: 0, stdout: '7\n' });
    expect((await run('missing')).code).toBe(1);
  });
});

describe('run', () => {
  it('shows the timeline on stderr and the result as JSON on stdout', async () => {
    const { code, stdout, stderr } = await run('greet', 'you');
    expect([code, stdout]).toEqual([0, '{"date":"1970-01-01T00:00:00.000Z"}\n']);
    expect(stderr).toMatch(/^hoosegow: the process engine isolates nothing/);
    const rows = stderr.split('\n').slice(1, -1);
    for (const row of rows) expect(row).toMatch(/^ *\d+\.\d{3}s {2}[a-z]+ {2,}\S/);
    const shown = rows.map((row) => row.slice(12)).filter((row) => !row.startsWith('lifecycle'));
    expect(shown.filter((row) => !row.startsWith('stderr'))).toEqual([
      'stdout     hello you',
      'yield      { name: "you", large: 1152921504606846976n }',
      'stdout     from a child',
      'return     1970-01-01T00:00:00.000Z',
      'outcome    returned',
    ]);
    expect(shown).toContain('stderr     \\x1b[31mwarning');
  });

  it('writes one JSON object a line with --json, the outcome last', async () => {
    const { code, stdout, stderr } = await run('greet', '"you"', '--json');
    const [call, ...events] = objectsIn(stdout);
    expect(call).toMatchObject({ type: 'call', method: 'greet', args: ['you'], engine: 'process' });
    expect(call).toMatchObject({ limits: { timeout: 60_000 }, versions: { node: process.versions.node } });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^hoosegow: the process engine isolates nothing[^\n]*\n$/);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i));
    const answer = events.filter(({ type }) => !['lifecycle', 'stderr'].includes(String(type)));
    expect(answer.map(({ type, value }) => [type, value])).toEqual([
      ['stdout', 'hello you\n'],
      ['yield', [{ name: 'you', large: { bigint: '1152921504606846976' } }]],
      ['stdout', 'from a child\n'],
      ['return', { date: '1970-01-01T00:00:00.000Z' }],
      ['outcome', undefined],
    ]);
    for (const { t, at } of answer.slice(0, -1)) expect([typeof t, typeof at]).toEqual(['number', 'number']);
    expect(events.at(-1)).toMatchObject({ type: 'outcome', outcome: 'returned' });
    expect(stdout).not.toContain('\u001b');
  });

  it('hands arguments over as they are meant', async () => {
    await writeFile(path.join(dir, 'file'), Buffer.from([0, 255]));
    expect(
      lines((await run('echo', '-1', 'text', '{"a":[1]}', '@file', '@@at', '12345678901234567890')).stdout),
    ).toEqual([[-1, 'text', { a: [1] }, { base64: 'AP8=' }, '@at', { bigint: '12345678901234567890' }]]);
    const args = '[{"base64":"AA=="},{"map":[[1,"a"]]},{"map":[["float","NaN"]]},{"float":"NaN"},{"__proto__":1}]';
    expect((await run('echo', '--args', args)).stdout).toBe(`${args}\n`);
    expect(
      lines((await hoosegow('run', '--engine', 'process', 'inmate', 'echo', '--', '--json', '-x')).stdout),
    ).toEqual([['--json', '-x']]);
  });

  it('refuses an argument that is not what it looks like, before anything runs', async () => {
    for (const [text, why] of [
      ['[1,99999999999999999999999999]', /^hoosegow: 9{26} is a whole number of more than 64 bits/],
      ['1e400', /^hoosegow: 1e400 is more than a number can be/],
      ['{"base64":"?"}', /^hoosegow: arguments\[0\]\.base64 must be/],
    ] as const) {
      const ended = await run('echo', text);
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expectOneLine(ended, why);
    }
  });

  it('takes an argument, or all of them, from standard input as it is', async () => {
    const input = Buffer.from([0, 255, 0xe2]);
    const call = ['run', 'inmate', 'echo', '--engine', 'process'];
    const one = await runCommand([process.execPath, cli.main, ...call, '1', '@-'], { cwd: dir, input });
    expect([one.code, one.stdout]).toEqual([0, '[1,{"base64":"AP/i"}]\n']);
    const list = Buffer.from('["€",{"bigint":"5"}]');
    const all = await commandHere(cli.runCli, [...call, '--args', '@-'], { input: list });
    expect([all.code, all.stdout]).toEqual([0, '["€",5]\n']);
    expectOneLine(await run('echo', '@-', '@-'), /only one argument can be @-/);
  });

  it('gives the inmate its environment, of which no value is recorded or shown', async () => {
    await writeFile(path.join(dir, 'some.env'), 'FROM_FILE=secret-1\nBOTH=secret-2\n');
    const args = [
      '--env-file',
      'some.env',
      '--env',
      'BOTH=secret-3',
      '--env',
      'HOME',
      '--record',
      'a.dispatch',
      '--json',
    ];
    const ended = await run('environment', ...args);
    expect(ended.code).toBe(0);
    const result = objectsIn(ended.stdout).find(({ type }) => type === 'return')?.['value'];
    expect(result).toMatchObject({ FROM_FILE: 'secret-1', BOTH: 'secret-3', HOME: process.env['HOME'] });
    // What the inmate itself says of it is the inmate's to say; of what the host says there is nothing.
    expect((await run('echo', ...args.slice(0, -3), '--record', 'b.dispatch', '--json')).stdout).not.toContain(
      'secret',
    );
    const recorded = await readFile(path.join(dir, 'b.dispatch'), 'latin1');
    expect(recorded).toContain('"env":["FROM_FILE","BOTH","HOME"]');
    expect(recorded).not.toContain('secret');
    const wrong = await run('echo', ...args.slice(0, 2), '--env', 'HOOSEGOW_X=secret-4');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).not.toContain('secret');
  });

  it('prints text as text with --json, wherever pipes have cut it', async () => {
    const { code, stdout } = await run('print', '€', '40000', '--json');
    expect(code).toBe(0);
    for (const stream of ['stdout', 'stderr']) {
      const pieces = objectsIn(stdout).flatMap(({ type, value }) => (type === stream ? [value] : []));
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces.join('')).toBe('€'.repeat(40_000));
    }
  });

  it.each([
    ['raised', 1, ['boom'], { class: 'TypeError', message: 'bad\nnews' }],
    ['exited', 6, ['exit', '5'], { code: 5, signal: null }],
    ['timed-out', 124, ['sleep', '--timeout', '400ms'], { limit: 400, setting: 'timeout' }],
    ['output-limit', 5, ['flood', '9', '--limit-output', '4k'], { limit: 4096, setting: 'outputBytes' }],
    ['output-limit', 5, ['echo', 'x'.repeat(5000), '--limit-value', '1k'], { limit: 1024, setting: 'valueBytes' }],
  ])('%s has the status %d', async (outcome, status, args, details) => {
    const { code, stdout } = await run(...args, '--json');
    expect(code).toBe(status);
    expect(objectsIn(stdout).at(-1)).toMatchObject({ type: 'outcome', outcome, ...details });
    const human = await run(...args);
    expect([human.code, human.stdout]).toEqual([status, '']);
    expect(human.stderr).not.toMatch(/\n\s+at /);
  });

  it('writes text and bytes to a file as they are, and refuses anything else without losing it', async () => {
    await writeFile(path.join(dir, 'out'), 'what was there before');
    expect(await run('text', '--output', 'out')).toMatchObject({ code: 0, stdout: '' });
    expect(await readFile(path.join(dir, 'out'), 'utf8')).toBe('plain\u001b\u202e');
    expect((await run('bytes', '--output', 'out')).code).toBe(0);
    expect([...(await readFile(path.join(dir, 'out')))]).toEqual([0, 255]);
    const refused = await run('echo', '1', '--output', 'out');
    expect([refused.code, refused.stdout]).toEqual([2, '[1]\n']);
    expect(refused.stderr).toMatch(
      /\nhoosegow: --output writes bytes or a string as they are, and the result is a list/,
    );
    expect([...(await readFile(path.join(dir, 'out')))]).toEqual([0, 255]);
    expect(await run('echo', '1', '--output', 'out.json')).toMatchObject({ code: 0, stdout: '' });
    expect(JSON.parse(await readFile(path.join(dir, 'out.json'), 'utf8'))).toEqual([1]);
  });

  it('shows with --quiet what the inmate prints, and the result alone on stdout', async () => {
    const quiet = await run('greet', 'you', '--quiet');
    expect([quiet.code, quiet.stdout]).toEqual([0, '{"date":"1970-01-01T00:00:00.000Z"}\n']);
    expect(quiet.stderr.trimEnd().split('\n').toSorted()).toEqual(['\\x1b[31mwarning', 'from a child', 'hello you']);
    const raised = await run('boom', '--quiet');
    expect([raised.code, raised.stdout]).toEqual([1, '']);
    expect(raised.stderr).toMatch(/^hoosegow: raised TypeError: bad news\n {4}boom \([^\n]*inmate\.ts:\d+:\d+\)\n/);
  });

  it('prints a result that steers no terminal', async () => {
    expect((await run('text')).stdout).toBe('"plain\\u001b\\u202e"\n');
  });
});

describe('show', () => {
  it('shows the same as the dispatch itself, and says where a recording was cut', async () => {
    const live = await run('greet', 'you', '--record', 'a.dispatch', '--json');
    expect((await hoosegow('show', 'a.dispatch', '--json')).stdout).toBe(live.stdout);
    const human = await hoosegow('show', 'a.dispatch');
    expect([human.code, human.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^ +0\.000s {2}call {7}greet\("you"\)\n[^]*Isolation: [^]*stdout {5}hello you\n[^]*outcome {4}returned\n$/,
      ),
    ]);
    const again = await run('greet', 'you', '--record', 'a.dispatch');
    expectOneLine(again, /a\.dispatch exists already/);
    const { length } = await readFile(path.join(dir, 'a.dispatch'));
    await truncate(path.join(dir, 'a.dispatch'), length - 5);
    const cut = await hoosegow('show', 'a.dispatch', '--json');
    expect(cut.code).toBe(9);
    expectOneLine(cut, /the recording a\.dispatch is cut .*how the dispatch ended is not known/);
    expect(lines(cut.stdout).at(-1)).toEqual({ type: 'outcome', outcome: null, truncated: true });
    expect((await hoosegow('show', 'a.dispatch')).stdout).toMatch(
      /outcome {4}unknown: the recording ends here, its end was lost\n$/,
    );
  });
});

describe.skipIf(process.platform === 'win32')('its surroundings', () => {
  const shell = async (command: string): Promise<Ended> =>
    runCommand(['bash', '-c', command.replaceAll('HOOSEGOW', `"${process.execPath}" "${cli.main}"`)], { cwd: dir });

  it('ends quietly when the reader of its output goes away, and ends the dispatch', async () => {
    const flood = 'HOOSEGOW run inmate flood 1000000 --engine process --limit-output 10g';
    const json = await shell(`${flood} --json 2>errors | head -n 3; echo "\${PIPESTATUS[0]}"; cat errors`);
    expect(json.stdout.split('\n')).toHaveLength(6);
    expect(json.stdout).toMatch(/\n130\nhoosegow: the process engine isolates nothing[^\n]*\n$/);
  });

  it('keeps its result and its status when the reader of the timeline, or of the result, goes away', async () => {
    const call = 'HOOSEGOW run inmate greet you --engine process';
    const timeline = await shell(`${call} 2>&1 >result | head -n 1 >first; echo "\${PIPESTATUS[0]}"; cat result`);
    expect(timeline.stdout).toBe('0\n{"date":"1970-01-01T00:00:00.000Z"}\n');
    const result = await shell(`${call} 2>errors | true; echo "\${PIPESTATUS[0]}"`);
    expect(result.stdout).toBe('0\n');
    const none = await shell(`${call} 2>/dev/null <&-; echo $?`);
    expect(none.stdout).toBe('{"date":"1970-01-01T00:00:00.000Z"}\n0\n');
  });

  it.runIf(process.platform === 'linux')('says so when its output cannot be written', async () => {
    const ended = await shell('HOOSEGOW run inmate flood 100 --engine process --json >/dev/full; echo $?');
    expect(ended.stdout).toBe('8\n');
    expect(ended.stderr).toMatch(/\nhoosegow: cannot write the output: the disk is full\n$/);
    const result = await shell('HOOSEGOW run inmate echo --engine process >/dev/full; echo $? >&2');
    expect(result.stderr).toMatch(/\nhoosegow: cannot write the output: the disk is full\n8\n$/);
  });

  it.runIf(process.platform === 'linux')('has its status where not even stderr can be written', async () => {
    expect((await shell('HOOSEGOW run inmate echo --engine process 2>/dev/full; echo $?')).stdout).toBe('[]\n0\n');
    expect((await shell('HOOSEGOW run nowhere echo 2>/dev/full; echo $?')).stdout).toBe('2\n');
  });

  it('says that there is no place for temporary files, and calls it neither cancelled nor a fault of its own', async () => {
    const ended = await shell('TMPDIR=/nope HOOSEGOW run inmate echo --engine process --json; echo $?');
    const [line = '', status] = ended.stdout.split('\n');
    expect(JSON.parse(line)).toMatchObject({
      outcome: 'engine-failed',
      message: expect.stringMatching(
        /^cannot make a temporary file in \/nope: there is no such folder; .*TMPDIR/,
      ) as string,
    });
    expect(status).toBe('3');
    expect(ended.stderr).toMatch(/\nhoosegow: cannot make a temporary file in \/nope: [^\n]*\n$/);
    // Recorded, it is the process engine that has no place.
    const recorded = await shell('TMPDIR=/nope HOOSEGOW run inmate echo --engine process --record a.dispatch; echo $?');
    expect(recorded.stdout).toBe('3\n');
    expect((await hoosegow('show', 'a.dispatch')).stdout).toMatch(
      /outcome {4}engine failed during create: cannot make a temporary file in \/nope: /,
    );
  });

  it.runIf(process.platform === 'linux')('says why a recording cannot be made', async () => {
    const ended = await run('echo', '--record', '/proc/a.dispatch', '--json');
    expect(ended.code).toBe(3);
    expect(objectsIn(ended.stdout)).toMatchObject([{ outcome: 'engine-failed', phase: 'record' }]);
    expect(ended.stderr).toMatch(/\nhoosegow: cannot write the recording \/proc\/a\.dispatch: its folder [^\n]*\n$/);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('cancels at %s', async (signal) => {
    const running = start('run', 'inmate', 'sleep', '--engine', 'process', '--json');
    await once(running.process.stdout, 'data');
    running.process.kill(signal);
    const { code, stdout } = await running.ended;
    expect(code).toBe(130);
    expect(lines(stdout).at(-1)).toMatchObject({ outcome: 'cancelled', message: `interrupted by ${signal}` });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends by %s while it reads a folder that takes hours', async (signal) => {
    await writeFile(path.join(dir, 'inmate', 'Dockerfile'), 'FROM scratch\n');
    await writeFile(path.join(dir, 'inmate', 'huge'), '');
    await truncate(path.join(dir, 'inmate', 'huge'), 2 ** 40);
    const refused = await hoosegow('build', 'inmate', '--host', `unix://${dir}/none.sock`);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('write the line "huge" into .dockerignore'),
    ]);
    const running = start('build', 'inmate', '--host', `unix://${dir}/none.sock`, '--context-bytes', '2t');
    const [said] = (await once(running.process.stderr, 'data')) as [Buffer];
    expect(said.toString()).toMatch(/build {2}reading the folder: \d files, \d+\.\d [MG]B\n/);
    running.process.kill(signal);
    expect((await running.ended).code).toBe(130);
  });

  it('ends at once at a second signal, whatever the first one waits for', async () => {
    const running = start(
      'run',
      'inmate',
      'flood',
      '1000000',
      '--engine',
      'process',
      '--json',
      '--limit-output',
      '10g',
      '--record',
      'flooded.dispatch',
    );
    await once(running.process.stdout, 'data');
    // Its reader sleeps, and there is more to be written than any pipe holds.
    running.process.stdout.pause();
    const record = path.join(dir, 'flooded.dispatch');
    await expect.poll(async () => (await stat(record)).size).toBeGreaterThan(16 * 1024 * 1024);
    running.process.kill('SIGINT');
    await expect.poll(() => endOf(record)).toContain('"outcome":"cancelled"');
    expect(running.process.exitCode).toBe(null);
    running.process.kill('SIGINT');
    const [code] = (await once(running.process, 'exit')) as [number];
    expect(code).toBe(130);
    running.process.stdout.resume();
  });

  it('has colours and indented JSON on a terminal only, unless NO_COLOR is set', async () => {
    const command = `'${process.execPath}' '${cli.main}' run inmate echo '{"a":1}' --engine process`;
    const onTerminal = async (env: Readonly<Record<string, string>>): Promise<string> =>
      (await runCommand(['script', '-qec', command, '/dev/null'], { cwd: dir, env: { TERM: 'xterm', ...env } })).stdout;
    const coloured = await onTerminal({});
    expect(coloured).toContain('\u001b[32mreturn');
    expect(coloured.replaceAll('\r', '')).toContain('[\n  {\n    "a": 1\n  }\n]\n');
    expect(await onTerminal({ NO_COLOR: '1' })).not.toContain('\u001b');
  });
});

/** The last bytes of a file, as text. */
async function endOf(file: string): Promise<string> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1000), 0, 1000, Math.max(0, size - 1000));
  return buffer.toString('latin1', 0, bytesRead);
}
