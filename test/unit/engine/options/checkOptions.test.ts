import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  Hoosegow,
  DEFAULT_LIMITS,
  listImages,
  pruneImages,
  readRecording,
  scaffold,
  SharedEngine,
  traceDispatches,
  upgrade,
  UsageError,
  type HoosegowOptions,
} from '../../../../src/engine/index.ts';
import { secretArguments, secretValue } from '../../../../src/engine/hosts/docker/images/builders/buildSecrets.ts';
import { planPrune } from '../../../../src/engine/hosts/docker/images/store/prunePlan.ts';
import { resolveLimits } from '../../../../src/engine/options/limits.ts';
import { isObserved } from '../../../../src/engine/observability/channels.ts';
import { ownOptions } from '../../../../src/engine/options/ownOptions.ts';
import { resolvePoolOptions } from '../../../../src/engine/options/poolOptions.ts';

const make = (options: object): Hoosegow => new Hoosegow(options);

describe('an option that there is not', () => {
  it.each([
    [{ imageDir: '.' }, /no option "imageDir" \(is "inmateDir" meant\?\); new Hoosegow\(…\) takes inmateDir, image/],
    [{ inmateDir: '.', volume: {} }, /no option "volume" \(is "volumes" meant\?\)/],
    [{ inmateDir: '.', docker: { hots: 'x' } }, /no option "docker\.hots" \(is "docker\.host" meant\?\)/],
    [{ inmateDir: '.', pool: { sise: 1 } }, /no option "pool\.sise" \(is "pool\.size" meant\?\)/],
    [
      { inmateDir: '.', callbacks: { afterStrat: 1 } },
      /no option "callbacks\.afterStrat" \(is "callbacks\.afterStart"/,
    ],
    [{ inmateDir: '.', limits: { timout: 1 } }, /no limit "timout" \(is "timeout" meant\?\)/],
    [{ inmateDir: '.', buildSecrets: { T: { vaule: 'x' } } }, /no option "buildSecrets\.T\.vaule" \(is .*value" meant/],
    [{ inmateDir: '.', quite: undefined }, /no option "quite"; /],
    [[], /the options of new Hoosegow\(…\) must be an object/],
  ])('is told with the nearest: %j', (options, message) => {
    expect(() => make(options)).toThrow(UsageError);
    expect(() => make(options)).toThrow(message);
  });

  it('is told of one call, too', async () => {
    const hoosegow = make({ inmateDir: '.', pool: {} });
    const dispatch = hoosegow.dispatch('m', [], { timout: 1 } as object);
    await expect(Promise.resolve(dispatch)).rejects.toThrow(/no option "timout" \(is "timeout"/);
    await expect(hoosegow.warm({ cuont: 1 } as object)).rejects.toThrow(/no option "cuont" \(is "count"/);
    await expect(hoosegow.buildImage({ onProgres: 1 } as object)).rejects.toThrow(/no option "onProgres" \(is "onPr/);
    await hoosegow.close();
  });

  it('is told of an engine for many, where it would be a bound that does not hold', () => {
    const share = (options: object): SharedEngine => new SharedEngine(options);
    expect(() => share({ concurency: 1 })).toThrow(/no option "concurency" \(is "concurrency" meant\?\)/);
    expect(() => share({ docker: { hots: 'x' } })).toThrow(/no option "docker\.hots"/);
    expect(() => share([])).toThrow('must be an object');
  });

  it('is told of closing, listing, pruning and upgrading before anything is done', async () => {
    const hoosegow = make({ inmateDir: '.' });
    await expect(hoosegow.close({ drian: 5 } as object)).rejects.toThrow(/"drian" \(is "drain" meant/);
    await expect(new SharedEngine().close({ cancle: true } as object)).rejects.toThrow(/"cancle" \(is "cancel"/);
    await expect(listImages({ dokcer: {} } as object)).rejects.toThrow(/"dokcer" \(is "docker" meant/);
    await expect(pruneImages({ dryrun: true } as object)).rejects.toThrow(/"dryrun" \(is "dryRun" meant/);
    await expect(upgrade('.', { dryrun: true } as object)).rejects.toThrow(/"dryrun" \(is "dryRun" meant/);
    await hoosegow.close();
  });
});

describe('an option of another kind', () => {
  it.each([
    [{ inmateDir: null, image: 'x' }, 'inmateDir must be a string that is not empty, not null'],
    [{ inmateDir: '' }, 'inmateDir must be a string that is not empty, not an empty one'],
    [{ image: 5 }, 'image must be a string that is not empty, not 5'],
    [{ inmateDir: '.', env: ['A=secret'] }, 'env must be an object, not a list'],
    [{ inmateDir: '.', env: 'A=secret' }, 'env must be an object, not a string'],
    [{ inmateDir: '.', env: new Map([['A', 'b']]) }, 'env must be an object, not such an object'],
    [{ inmateDir: '.', volumes: null }, 'volumes must be an object, not null'],
    [{ inmateDir: '.', limits: [] }, 'limits must be an object, not a list'],
    [{ inmateDir: '.', platform: 5 }, 'platform must be a string'],
    [{ inmateDir: '.', autoBuild: 'no' }, 'autoBuild must be true or false, not a string'],
    [{ inmateDir: '.', concurrency: null }, 'concurrency must be a number, not null'],
    [{ inmateDir: '.', callbacks: { afterStop: true } }, 'callbacks.afterStop must be a function, not true'],
    [{ inmateDir: '.', docker: { host: 5 } }, 'docker.host must be a string'],
  ])('is told without its text: %j', (options, message) => {
    expect(() => make(options)).toThrow(UsageError);
    expect(() => make(options)).toThrow(message);
  });

  it('is told of what is done, too', async () => {
    const hoosegow = make({ inmateDir: '.', pool: {} });
    const call = async (options: object): Promise<unknown> => hoosegow.dispatch('m', [], options);
    await expect(call({ signal: null })).rejects.toThrow('signal must be an AbortSignal, not null');
    await expect(call({ network: null })).rejects.toThrow('network must be a string');
    await expect(call({ env: ['A=b'] })).rejects.toThrow('env must be an object, not a list');
    await expect(call({ record: '' })).rejects.toThrow('record must be a string that is not empty');
    await expect(hoosegow.warm({ signal: 'x' } as object)).rejects.toThrow('signal must be an AbortSignal');
    await expect(hoosegow.warm({ count: 1.5 })).rejects.toThrow('count must be a whole number, not 1.5');
    await expect(hoosegow.close({ drain: '1' } as object)).rejects.toThrow('drain must be true, false or a number');
    await hoosegow.close();
  });
});

/** Every member of an object of options, each as if it were not named. */
const UNNAMED = {
  docker: { host: undefined, context: undefined, certPath: undefined },
  limits: {
    timeout: undefined,
    outputBytes: undefined,
    valueBytes: undefined,
    valueNodes: undefined,
    valueDepth: undefined,
    memory: undefined,
    cpus: undefined,
    pids: undefined,
    tmpBytes: undefined,
  },
  pool: { size: undefined, idle: undefined, reuse: undefined, loading: undefined },
  callbacks: { afterCreate: undefined, afterStart: undefined, afterStop: undefined },
} satisfies HoosegowOptions;

describe('traceDispatches', () => {
  const tracer = { startSpan: () => expect.unreachable() };

  it('takes a tracer, and nothing that is none', () => {
    for (const wrong of [undefined, null, 'my-service', {}, [], { startSpan: 'x' }, { getTracer: () => tracer }]) {
      const call = (): unknown => Reflect.apply(traceDispatches, undefined, [wrong]);
      expect(call).toThrow(UsageError);
      expect(call).toThrow(/^traceDispatches takes a tracer with startSpan\(\), as trace\.getTracer/);
    }
    expect(isObserved()).toBe(false);
  });

  it('takes the options that there are, as they have to be', () => {
    for (const [options, message] of [
      [{ attribute: () => ({}) }, /no option "attribute" \(is "attributes" meant\?\)/],
      [{ attributes: { a: 1 } }, 'attributes must be a function, not such an object'],
      [null, 'the options of traceDispatches(…) must be an object'],
    ] as const) {
      const call = (): unknown => Reflect.apply(traceDispatches, undefined, [tracer, options]);
      expect(call).toThrow(UsageError);
      expect(call).toThrow(message);
    }
    expect(isObserved()).toBe(false);
    const stop = traceDispatches(tracer, { attributes: undefined });
    expect(isObserved()).toBe(true);
    stop();
  });
});

describe('a member that is undefined', () => {
  it('is not named, of every object of options', async () => {
    expect(Object.keys(UNNAMED.limits)).toEqual(expect.arrayContaining(Object.keys(DEFAULT_LIMITS)));
    expect(resolveLimits(UNNAMED.limits)).toEqual(DEFAULT_LIMITS);
    expect(resolvePoolOptions(UNNAMED.pool)).toEqual(resolvePoolOptions({}));
    const buildSecrets = { A: { file: undefined, env: 'A', value: undefined }, B: { value: 'b', env: undefined } };
    await new Hoosegow({ inmateDir: '.', ...UNNAMED, buildSecrets }).close({ drain: undefined, cancel: undefined });
    const shared = { docker: UNNAMED.docker, concurrency: undefined, containers: undefined, queueSize: undefined };
    await new SharedEngine(shared).close({ drain: undefined });
  });

  it('is not named of a build secret', async () => {
    const env = { A: 'a' };
    expect(await secretValue('A', { file: undefined, env: 'A', value: undefined }, env)).toBe('a');
    expect(await secretValue('B', { file: undefined, env: undefined, value: 'b' }, env)).toBe('b');
    const secrets = { A: { file: undefined, env: 'A' }, B: { file: undefined, env: undefined, value: 'b' } } as const;
    expect(await secretArguments(secrets, env)).toEqual({
      args: ['--secret', 'id=A,env=A', '--secret', 'id=B,env=HOOSEGOW_BUILD_SECRET_1'],
      env: { HOOSEGOW_BUILD_SECRET_1: 'b' },
    });
    for (const secret of [{}, { file: undefined }, { env: 'A', value: 'b' }]) {
      expect(() => make({ inmateDir: '.', buildSecrets: { A: secret } })).toThrow(
        'buildSecrets.A must name one of file, env, value',
      );
    }
  });

  it('keeps no call from a process, which could not hold it', async () => {
    const inmateDir = await mkdtemp(join(tmpdir(), 'hoosegow-test-options-'));
    await writeFile(join(inmateDir, 'inmate.mjs'), 'export const here = () => 1;');
    const hoosegow = new Hoosegow({ inmateDir, engine: 'process', ...UNNAMED });
    const call = { limits: UNNAMED.limits, timeout: 5000, signal: undefined, volumes: undefined, network: undefined };
    expect(await hoosegow.dispatch('here', [], call)).toBe(1);
    await hoosegow.warm({ count: undefined, build: undefined, signal: undefined });
    await hoosegow.close();
    await rm(inmateDir, { recursive: true });
  });

  it('is not named of what is done with images and projects', async () => {
    const rule = { all: undefined, olderThan: undefined, keep: undefined, elsewhere: undefined, dryRun: undefined };
    const docker = { ...UNNAMED.docker, host: 'unix:///nothing/of/this/name.sock' };
    await expect(pruneImages({ ...rule, docker })).rejects.toThrow('no Docker socket');
    expect(planPrune([], rule)).toEqual(planPrune([], {}));
    const dir = await mkdtemp(join(tmpdir(), 'hoosegow-test-options-'));
    await expect(upgrade(dir, { dryRun: undefined, force: undefined, templateDir: undefined })).rejects.toThrow(
      /is no inmate/,
    );
    await writeFile(join(dir, 'package.json'), '{}');
    await expect(scaffold(dir, { name: undefined, templateDir: undefined })).rejects.toThrow(/package\.json/);
    const build = { onProgress: undefined, signal: undefined, pull: undefined, noCache: undefined };
    await expect(new Hoosegow({ inmateDir: dir, docker }).buildImage(build)).rejects.toThrow('there is no inmate');
    await rm(dir, { recursive: true });
  });
});

describe('an object of options', () => {
  it('may be changed, and used again, without a change to what was made of it', async () => {
    const inmateDir = await mkdtemp(join(tmpdir(), 'hoosegow-test-options-'));
    await writeFile(join(inmateDir, 'inmate.mjs'), 'export const tenant = () => process.env.TENANT;');
    const options = { inmateDir, engine: 'process' as const, env: { TENANT: 'first' } };
    const first = new Hoosegow(options);
    options.env.TENANT = 'second';
    const second = new Hoosegow(options);
    options.inmateDir = '/nowhere';
    const args = [{ n: 1 }];
    const record = join(inmateDir, 'one.dispatch');
    const recorded = first.dispatch('tenant', args, { record });
    args[0] = { n: 2 };
    await recorded;
    await using recording = await readRecording(record);
    expect(recording.meta.args).toEqual([{ n: 1 }]);
    const undefinedOnes = { signal: undefined, limits: undefined, env: undefined, record: undefined };
    expect(await first.dispatch('tenant', [], undefinedOnes)).toBe('first');
    expect(await second.dispatch('tenant', [])).toBe('second');
    await Promise.all([first.close(), second.close()]);
    await rm(inmateDir, { recursive: true });
  });

  it('is copied as deep as it goes', () => {
    const given = { image: 'x', containerOptions: { HostConfig: { Ulimits: [{ Name: 'core' }] } } };
    const own = ownOptions(given);
    expect(own).toEqual(given);
    given.containerOptions.HostConfig.Ulimits[0] = { Name: 'nofile' };
    expect(own.containerOptions).toEqual({ HostConfig: { Ulimits: [{ Name: 'core' }] } });
  });
});
