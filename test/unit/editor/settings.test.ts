import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { MACHINE_SETTINGS, SETTINGS, type SettingId } from '../../../src/editor/contributions.ts';
import { engineProblem } from '../../../src/editor/settings/engineProblem.ts';
import { isEngineAddress, readEngineSettings, readHistoryBounds } from '../../../src/editor/settings/engineSettings.ts';
import { LIMIT_SETTINGS } from '../../../src/editor/settings/limitSettings.ts';
import type { InspectSetting } from '../../../src/editor/settings/scopedValue.ts';
import { DEFAULT_CONTEXT_BOUNDS } from '../../../src/engine/hosts/docker/images/context/contextBounds.ts';
import { Hoosegow } from '../../../src/engine/index.ts';

type Values = Partial<Record<SettingId, unknown>>;

const defaults = Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties)) as Record<
  string,
  { default: unknown; pattern?: string }
>;

function inspect(byUser: Values = {}, byWorkspace: Values = {}): InspectSetting {
  return (id) => ({ byDefault: defaults[id]?.default, byUser: byUser[id], byWorkspace: byWorkspace[id] });
}

describe('engine settings', () => {
  it('that are wrong about which engine is meant are not taken for another one', () => {
    const about = (values: Values) => engineProblem(readEngineSettings(inspect(values), true))?.setting;
    expect(about({ [SETTINGS.host]: 'garbage' })).toBe(SETTINGS.host);
    expect(about({ [SETTINGS.context]: '-' })).toBe(SETTINGS.context);
    expect(about({ [SETTINGS.host]: 'unix:///a', [SETTINGS.context]: 'a' })).toBe(SETTINGS.context);
    expect(about({ [SETTINGS.engineKind]: 'else' })).toBe(SETTINGS.engineKind);
    expect(about({ [SETTINGS.memory]: 'much' })).toBeUndefined();
    expect(about({})).toBeUndefined();
  });

  it('make a valid engine as they come', () => {
    const { options, problems, refused } = readEngineSettings(inspect(), true);
    expect({ problems, refused }).toEqual({ problems: [], refused: [] });
    expect(() => new Hoosegow({ ...options, inmateDir: '.' })).not.toThrow();
    expect(options).toMatchObject({ engine: 'docker', docker: {}, keepImages: 3, pool: { size: 1 } });
    expect(options.limits).toMatchObject({ memory: 256 * 1024 * 1024, timeout: 60_000, cpus: 1, pids: 128 });
    expect(options).not.toHaveProperty('runtime');
  });

  it('are taken from the user', () => {
    const byUser = { [SETTINGS.host]: 'ssh://me@build', [SETTINGS.runtime]: 'runsc', [SETTINGS.memory]: 512 };
    const { options } = readEngineSettings(inspect(byUser), true);
    expect(options).toMatchObject({ docker: { host: 'ssh://me@build' }, runtime: 'runsc' });
    expect(options.limits?.memory).toBe(512 * 1024 * 1024);
  });

  it('say for which processor an image is, and how much of a folder goes into it, as the command does', () => {
    expect(readEngineSettings(inspect(), true).options).toMatchObject({
      contextBytes: DEFAULT_CONTEXT_BOUNDS.bytes,
      contextFiles: DEFAULT_CONTEXT_BOUNDS.files,
    });
    const byUser = {
      [SETTINGS.platform]: 'linux/arm/v7',
      [SETTINGS.contextSize]: 4096,
      [SETTINGS.contextFiles]: 300_000,
    };
    const { options, problems } = readEngineSettings(inspect(byUser), true);
    expect(problems).toEqual([]);
    expect(options).toMatchObject({ platform: 'linux/arm/v7', contextBytes: 4 * 1024 ** 3, contextFiles: 300_000 });
    expect(() => new Hoosegow({ ...options, inmateDir: '.' })).not.toThrow();
    for (const id of Object.keys(byUser)) {
      const read = readEngineSettings(inspect({ [id]: 'wrong' }), true);
      expect(read.problems.map(({ setting }) => setting)).toEqual([id]);
    }
  });

  it('that are wrong say whose value it is: that of the user, or of the workspace', () => {
    const wrong = { [SETTINGS.memory]: 'much', [SETTINGS.platform]: 1 };
    const byOf = (values: ReturnType<typeof readEngineSettings>) =>
      values.problems.map(({ setting, by }) => [setting, by]);
    expect(byOf(readEngineSettings(inspect(wrong), true))).toEqual([
      [SETTINGS.memory, 'user'],
      [SETTINGS.platform, 'user'],
    ]);
    expect(byOf(readEngineSettings(inspect({}, wrong), true))).toEqual([
      [SETTINGS.memory, 'workspace'],
      [SETTINGS.platform, 'workspace'],
    ]);
  });

  it('keep no container waiting where the user wants none', () => {
    expect(readEngineSettings(inspect({ [SETTINGS.waiting]: 0 }), true).options).not.toHaveProperty('pool');
    expect(readEngineSettings(inspect({ [SETTINGS.waiting]: 3 }), true).options.pool).toEqual({ size: 3 });
    for (const wrong of [-1, 17, '1', 1e9]) {
      const { problems } = readEngineSettings(inspect({ [SETTINGS.waiting]: wrong }), true);
      expect(problems.map(({ setting }) => setting)).toEqual([SETTINGS.waiting]);
    }
  });

  it('of the engine are never taken from a workspace, trusted or not', () => {
    const byWorkspace = Object.fromEntries(MACHINE_SETTINGS.map((id) => [id, 'process']));
    for (const trusted of [true, false]) {
      const { options, problems } = readEngineSettings(inspect({}, byWorkspace), trusted);
      expect(problems).toEqual([]);
      expect(options).toMatchObject({ engine: 'docker', docker: {} });
      expect(options).not.toHaveProperty('runtime');
      expect(options).not.toHaveProperty('buildNetwork');
    }
  });

  it('let a trusted workspace tighten a limit, say which it may not loosen, and ignore a restricted one', () => {
    const value = fc.double({ min: 6, max: 1000, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.boolean(), (user, workspace, trusted) => {
        const asked = inspect({ [SETTINGS.memory]: user }, { [SETTINGS.memory]: workspace });
        const { options, refused } = readEngineSettings(asked, trusted);
        const expected = trusted ? Math.min(user, workspace) : user;
        expect(options.limits?.memory).toBe(Math.round(expected * 1024 * 1024));
        expect(refused.map(({ setting }) => setting)).toEqual(trusted && workspace > user ? [SETTINGS.memory] : []);
      }),
    );
  });

  it('give an inmate an environment, a user and a network, which no workspace does', () => {
    const environment = { TOKEN: 'of the machine', OTHER: 'x' };
    const byUser = {
      [SETTINGS.env]: ['MODE=a=b c', 'TOKEN', 'EMPTY='],
      [SETTINGS.user]: '1000:100',
      [SETTINGS.network]: 'bridge',
      [SETTINGS.buildSecrets]: ['NPM_TOKEN=t'],
    };
    const buildSecrets = { NPM_TOKEN: { value: 't' } };
    const wanted = {
      buildSecrets,
      env: { MODE: 'a=b c', TOKEN: 'of the machine', EMPTY: '' },
      user: '1000:100',
      network: 'bridge',
    };
    const byWorkspace = {
      [SETTINGS.env]: ['OTHER'],
      [SETTINGS.user]: '0',
      [SETTINGS.network]: 'other',
      [SETTINGS.buildSecrets]: ['A=1'],
    };
    for (const trusted of [true, false]) {
      const { options, problems } = readEngineSettings(inspect(byUser, byWorkspace), trusted, environment);
      expect(problems).toEqual([]);
      expect(options).toMatchObject(wanted);
      expect(() => new Hoosegow({ ...options, inmateDir: '.' })).not.toThrow();
      expect(readEngineSettings(inspect({}, byWorkspace), trusted, environment).options).not.toMatchObject({
        user: expect.anything() as unknown,
      });
    }
  });

  it.each([
    [['NOT_SET']],
    [['=secret']],
    [['a secret=x']],
    [['A=1', 3]],
    ['A=secret'],
    [{ A: 'secret' }],
    [['toString']],
  ])('name an environment that cannot be right, and show nothing of it: %j', (value) => {
    const { problems, options } = readEngineSettings(inspect({ [SETTINGS.env]: value }), true, {});
    expect(problems.map(({ setting }) => setting)).toEqual([SETTINGS.env]);
    expect(problems[0]?.message).not.toMatch(/secret|NOT_SET/);
    expect(options).not.toHaveProperty('env');
  });

  it('give a plain process what it can hold, and nothing else', () => {
    const byUser = {
      [SETTINGS.engineKind]: 'process',
      [SETTINGS.env]: ['A=1'],
      [SETTINGS.user]: '1000',
      [SETTINGS.network]: 'bridge',
      [SETTINGS.memory]: 512,
      [SETTINGS.host]: 'tcp://a:1',
      [SETTINGS.valueDepth]: 200,
    };
    const { options, problems } = readEngineSettings(inspect(byUser), true);
    expect(problems).toEqual([]);
    expect(options).toMatchObject({ engine: 'process', env: { A: '1' }, limits: { valueDepth: 200 } });
    expect(() => new Hoosegow({ ...options, inmateDir: '.' })).not.toThrow();
  });

  it('of a restricted workspace do not choose the base image', () => {
    const asked = inspect({}, { [SETTINGS.baseImage]: 'evil:1' });
    expect(readEngineSettings(asked, false).options).not.toHaveProperty('baseImage');
    expect(readEngineSettings(asked, true).options.baseImage).toBe('evil:1');
  });

  it.each(LIMIT_SETTINGS)('name $setting where its value cannot be right', ({ setting, min, max, whole }) => {
    for (const value of ['256', null, Number.NaN, min / 2, -1, Infinity, {}]) {
      if (value === null) continue;
      const { problems } = readEngineSettings(inspect({ [setting]: value }), true);
      const isRight = value === Infinity && max === Infinity && !whole;
      expect(problems.map((problem) => problem.setting)).toEqual(isRight ? [] : [setting]);
    }
  });

  it('name a text that cannot be right, and both of two that exclude each other', () => {
    const wrong: Values = { [SETTINGS.host]: 'docker.sock', [SETTINGS.runtime]: 'a b', [SETTINGS.baseImage]: 'A B' };
    const { problems } = readEngineSettings(inspect(wrong), true);
    expect(problems.map(({ setting }) => setting)).toEqual([SETTINGS.host, SETTINGS.runtime, SETTINGS.baseImage]);
    expect(problems[0]?.message).toContain('"docker.sock"');
    const both = readEngineSettings(inspect({ [SETTINGS.host]: 'tcp://a:1', [SETTINGS.context]: 'b' }), true);
    expect(both.problems.map(({ setting }) => setting)).toEqual([SETTINGS.context]);
  });

  it('are checked by the same rules where they are typed', () => {
    const pattern = new RegExp(defaults[SETTINGS.host]?.pattern ?? '');
    const samples = [
      'unix:///var/run/docker.sock',
      'npipe:////./pipe/docker_engine',
      'tcp://10.0.0.1:2375',
      'https://docker.example:2376/',
      'ssh://me@host:22',
      'docker.sock',
      '/var/run/docker.sock',
      'ftp://x',
      'tcp://user@host',
      'unix://relative',
    ];
    expect(samples.map((text) => pattern.test(text))).toEqual(samples.map(isEngineAddress));
    expect(samples.filter(isEngineAddress).length).toBe(5);
  });
});

describe('bounds of the history', () => {
  it('are counts and bytes, and the defaults where they cannot be right', () => {
    expect(readHistoryBounds(inspect(), true)).toEqual({ maxCount: 100, maxBytes: 1024 * 1024 * 1024 });
    const wrong = inspect({ [SETTINGS.historyCount]: 0, [SETTINGS.historySize]: 'much' });
    expect(readHistoryBounds(wrong, true)).toEqual({ maxCount: 100, maxBytes: 1024 * 1024 * 1024 });
    const shrunk = inspect({}, { [SETTINGS.historyCount]: 1 });
    expect(readHistoryBounds(shrunk, false).maxCount).toBe(100);
  });
});
