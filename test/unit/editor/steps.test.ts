import { describe, expect, it } from 'vitest';
import { COMMANDS, SETTINGS } from '../../../src/editor/contributions.ts';
import { limitOfOutcome } from '../../../src/editor/dispatches/run/limitOfOutcome.ts';
import { ProcessorCheck } from '../../../src/editor/engines/processors.ts';
import { SettingError } from '../../../src/editor/engines/settingError.ts';
import { STEPS } from '../../../src/editor/steps/nextStep.ts';
import { inSettingWords } from '../../../src/editor/steps/settingWords.ts';
import { STEPS_BY_CODE, stepsOfError, type ErrorPlace } from '../../../src/editor/steps/stepsOfError.ts';
import { explainConnectionError } from '../../../src/engine/hosts/docker/connection/connectionError.ts';
import { resolveEndpoint } from '../../../src/engine/hosts/docker/endpoint/endpoint.ts';
import type { DockerEndpoint } from '../../../src/engine/hosts/docker/endpoint/endpointTypes.ts';
import { NO_BASE_IMAGE } from '../../../src/engine/hosts/docker/images/log/failureHints.ts';
import { EngineError, ERROR_CODES, HoosegowError, NoDockerfileError } from '../../../src/engine/errors/errors.ts';
import type { Outcome } from '../../../src/engine/index.ts';
import { encodeValue } from '../../../src/wire/msgpack/encodeValue.ts';
import { UnencodableValueError } from '../../../src/wire/msgpack/unencodable.ts';
import { OUTCOMES } from '../../support/eventSamples.ts';
import { sourcesIn } from './support/sources.ts';

const PLACE: ErrorPlace = { inmateDir: '/inmates/a', platform: 'linux' };

function errorWith(code: string, message = 'it failed'): Error {
  return Object.assign(new HoosegowError(message), { code });
}

/** What the entrypoint raises where it cannot encode a value. */
function refusalOf(value: unknown): UnencodableValueError {
  try {
    encodeValue(value);
  } catch (error) {
    if (error instanceof UnencodableValueError) return error;
  }
  throw new Error('it was encoded');
}

function titles(error: unknown, place: Partial<ErrorPlace> = {}): readonly string[] {
  return stepsOfError(error, { ...PLACE, ...place }).map(({ title }) => title);
}

describe('an error', () => {
  it.each(ERROR_CODES)('of the code %s has a next step, with and without an inmate', (code) => {
    expect(Object.keys(STEPS_BY_CODE)).toContain(code);
    for (const inmateDir of ['/inmates/a', undefined]) {
      const found = titles(errorWith(code), { inmateDir });
      expect(found.length).toBeGreaterThan(0);
      expect(found.filter((title) => title === '')).toEqual([]);
      // The editor shows few buttons, and finds the chosen one by its title.
      expect(new Set(found).size).toBe(found.length);
      expect(found.length).toBeLessThanOrEqual(3);
    }
  });

  it('that is none of ours can be reported', () => {
    for (const error of [new TypeError('x is undefined'), 'text', undefined, errorWith('ENOENT')]) {
      expect(titles(error)).toEqual(['Report Issue…']);
    }
  });

  it('of the user has steps of its own, wherever it is raised', () => {
    const raised = sourcesIn('src/editor').flatMap(({ path, text }) =>
      Array.from(text.matchAll(/new UserError\([^]*?\);/g), ([call]) => ({ path, call })),
    );
    expect(raised.length).toBeGreaterThan(20);
    expect(
      raised.filter(({ call }) => !/STEPS\.|\[showSource\(|\[show\]|\[showCall\(|\[step\]|\[asText/.test(call)),
    ).toEqual([]);
  });

  it('of a folder without a Dockerfile makes it an inmate', () => {
    const [step] = stepsOfError(new NoDockerfileError('/b', 'none'), PLACE);
    expect(step).toMatchObject({ kind: 'folder', command: COMMANDS.makeInmate, dir: '/b' });
  });

  it('of a file of the project opens its line', () => {
    const error = errorWith('HOOSEGOW_PROJECT', 'package.json:12 has dependencies, and no lock file says which');
    expect(stepsOfError(error, PLACE)).toEqual([
      { kind: 'file', title: 'Open package.json', path: '/inmates/a/package.json', line: 12, column: 1 },
    ]);
  });

  it('of the source installs what is missing and shows the place', () => {
    const problem = { file: 'inmate.ts', line: 3, column: 8, message: 'x', severity: 'error' as const };
    const missing = { ...problem, missingPackage: 'marked' };
    const hostile = { ...problem, missingPackage: 'x; rm -rf /' };
    const error = Object.assign(errorWith('HOOSEGOW_SOURCE'), { problems: [missing, hostile], inmateDir: '/b' });
    expect(stepsOfError(error, PLACE)).toEqual([
      STEPS.install('/b', 'marked'),
      { kind: 'file', title: 'Show in Source', path: '/b/inmate.ts', line: 3, column: 8 },
    ]);
  });
});

describe('an engine that is away', () => {
  const socket: DockerEndpoint = {
    url: 'unix:///var/run/docker.sock',
    source: 'usual socket',
    connection: { kind: 'socket', socketPath: '/var/run/docker.sock' },
  };
  const away = (code: string, endpoint = socket, engine = 'Docker'): EngineError =>
    explainConnectionError(Object.assign(new Error(code), { code }), endpoint, 'connect', engine);

  it.each([
    ['ENOENT', 'linux', 'sudo systemctl start docker'],
    ['ECONNREFUSED', 'linux', 'sudo systemctl start docker'],
    ['ECONNREFUSED', 'darwin', 'open -a Docker'],
    ['ENOENT', 'win32', 'docker desktop start'],
    ['EACCES', 'linux', 'sudo usermod -aG docker "$USER"'],
  ] as const)('%s on %s: %s', (code, platform, line) => {
    expect(stepsOfError(away(code), { ...PLACE, platform })).toEqual([
      expect.objectContaining({ kind: 'terminal', line }),
      STEPS.selectEngine(),
    ]);
  });

  it('is another one where Podman is', () => {
    const podman = { ...socket, url: 'unix:///run/user/1/podman/podman.sock' };
    for (const code of ['ENOENT', 'EACCES']) {
      expect(stepsOfError(away(code, podman), PLACE)[0]).toMatchObject({
        line: 'systemctl --user start podman.socket',
      });
    }
  });

  it('is not to be started from here where it is on another machine', () => {
    const tcp: DockerEndpoint = {
      ...socket,
      url: 'tcp://build:2375',
      connection: { kind: 'tcp', host: 'build', port: 2375, tls: undefined },
    };
    expect(stepsOfError(away('ECONNREFUSED', tcp), PLACE)).toEqual([STEPS.selectEngine()]);
  });

  it('can be got where there is none', async () => {
    const surroundings = { env: {}, home: '/nowhere', platform: 'linux' as const };
    const error: unknown = await resolveEndpoint({}, surroundings, ['/nowhere/docker.sock']).catch(
      (reason: unknown) => reason,
    );
    expect(titles(error)).toEqual(['Start Docker', 'Get Docker', 'Select Container Engine…']);
  });

  it('with a full disk is about what is kept', () => {
    const [step] = stepsOfError(new EngineError('the disk is full', 'record'), PLACE);
    expect(step).toMatchObject({ setting: SETTINGS.historySize });
  });
});

describe('messages of the engine', () => {
  it.each([
    ['nothing listens there (tcp://x:1, chosen by host option)', SETTINGS.host],
    ['nothing listens there (tcp://x:1, chosen by context "a b" (option))', SETTINGS.context],
    [NO_BASE_IMAGE, SETTINGS.baseImage],
    ['raise the limit contextFiles (--context-files)', SETTINGS.contextFiles],
    ['raise the limit contextBytes (--context-bytes)', SETTINGS.contextSize],
    ['or it is for another processor (--platform)', SETTINGS.platform],
    ['--secret id=TOKEN,env=TOKEN (option buildSecrets) hands it on', SETTINGS.buildSecrets],
  ])('name a setting and no option: %s', (said, setting) => {
    const read = inSettingWords(said);
    expect(read.setting).toBe(setting);
    expect(read.message).toContain(`the setting ${setting}`);
    expect(read.message).not.toMatch(/option|--/);
    expect(stepsOfError(errorWith('HOOSEGOW_ENGINE', said), PLACE)[0]).toEqual(STEPS.setting(setting));
  });

  it.each([
    ['Docker refused (HTTP 404): network no-such-net not found', SETTINGS.network],
    ['Podman refused (HTTP 500): unable to find network with name or ID nope: network not found', SETTINGS.network],
    ['Docker refused (HTTP 400): Unknown runtime specified nope', SETTINGS.runtime],
    ['Docker refused (HTTP 400): unknown or invalid runtime name: nope', SETTINGS.runtime],
  ])('that refuse the value of a setting lead to it: %s', (said, setting) => {
    expect(stepsOfError(new EngineError(said, 'create'), PLACE)[0]).toEqual(STEPS.setting(setting));
  });

  it('that name an option of the command or the library are all known', () => {
    const literals = sourcesIn('src/engine').flatMap(({ text }) =>
      Array.from(
        text.matchAll(/--[a-z]+[a-z-]* ?(?:\S+ )?\(option \w+\)|\w+ \(--[a-z-]+\)|'host option'/g),
        ([said]) => said,
      ),
    );
    expect(literals.length).toBeGreaterThan(4);
    const unknown = literals.filter((said) => inSettingWords(said.replaceAll('${name}', 'A')).setting === undefined);
    expect(unknown).toEqual([]);
  });
});

describe('a limit that ended a dispatch', () => {
  it('has its setting, and no other end has one', () => {
    const limits = Object.fromEntries(
      Object.values(OUTCOMES).map((outcome) => [outcome.outcome, limitOfOutcome(outcome)]),
    );
    expect(limits).toMatchObject({ 'out-of-memory': SETTINGS.memory, 'timed-out': SETTINGS.timeout });
    expect(limits['output-limit']).toMatch(/^hoosegow\.limits\./);
    expect(limits['returned']).toBeUndefined();
    expect(limits['exited']).toBeUndefined();
    expect(limitOfOutcome({ outcome: 'timed-out', limit: 1, setting: 'signal' })).toBeUndefined();
    expect(limitOfOutcome({ outcome: 'output-limit', limit: 1, setting: 'valueNodes' })).toBe(SETTINGS.valueItems);
  });

  it('has its setting too where the entrypoint holds it, and raises', () => {
    const raised = (error: Error): Outcome => {
      return { outcome: 'raised', class: error.name, message: error.message, backtrace: [] };
    };
    const tooDeep = refusalOf(JSON.parse('['.repeat(120) + ']'.repeat(120)));
    expect(limitOfOutcome(raised(tooDeep))).toBe(SETTINGS.valueDepth);
    expect(limitOfOutcome(raised(refusalOf(new Set())))).toBeUndefined();
    expect(limitOfOutcome(raised(new Error(tooDeep.message)))).toBeUndefined();
  });
});

describe('more processors than the engine has', () => {
  const options = (cpus: number) => ({ engine: 'docker', docker: {}, limits: { cpus } }) as const;

  it('are told with the setting, and what suffices once is not asked again', async () => {
    const check = new ProcessorCheck();
    let asked = 0;
    const ask = (): Promise<number> => Promise.resolve([2, 8][asked++] ?? 8);
    await check.check(options(1), ask);
    expect(asked).toBe(0);
    await check.check(options(2), ask);
    await check.check(options(1.5), ask);
    expect(asked).toBe(1);
    // It has got more of them.
    await check.check(options(8), ask);
    expect(asked).toBe(2);
    const refused: unknown = await check.check(options(9), ask).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SettingError);
    expect(String(refused)).toContain('must be at most 8');
    expect(stepsOfError(refused, PLACE)).toMatchObject([{ kind: 'setting', setting: SETTINGS.processors }]);
  });

  it('are left to the engine where it does not say, and to no engine without containers', async () => {
    const silent = new ProcessorCheck().check(options(99), () => Promise.resolve(undefined));
    await expect(silent).resolves.toBeUndefined();
    const process = { ...options(99), engine: 'process' } as const;
    const none = new ProcessorCheck().check(process, () => Promise.reject(new Error('asked')));
    await expect(none).resolves.toBeUndefined();
  });
});
