import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError, UsageError } from '../../../../../../../src/engine/errors/errors.ts';
import {
  findBuildCommand,
  type BuildCommand,
} from '../../../../../../../src/engine/hosts/docker/images/builders/buildCommand.ts';
import {
  chooseBuilder,
  type BuilderQuestion,
} from '../../../../../../../src/engine/hosts/docker/images/builders/chooseBuilder.ts';

const BUILDX: BuildCommand = { kind: 'buildx' };
const NONE: BuildCommand = { kind: 'none', reason: 'there is no docker command' };

function choose(question: Partial<Omit<BuilderQuestion, 'findCommand'>>, command: BuildCommand = BUILDX) {
  return chooseBuilder({
    daemon: { buildKit: 'preferred', isPodman: false },
    setting: undefined,
    needs: [],
    network: undefined,
    ...question,
    findCommand: () => Promise.resolve(command),
  });
}
const there = { buildKit: 'there', isPodman: false } as const;
const needs = ['RUN --mount (line 2)'];

describe('the builder', () => {
  it.each<[string, Parameters<typeof choose>[0]]>([
    ['the daemon prefers it', {}],
    ['the Dockerfile needs it and the daemon has it', { daemon: there, needs }],
    ['DOCKER_BUILDKIT=1 asks for it', { daemon: there, setting: '1' }],
    ['DOCKER_BUILDKIT is empty', { setting: '' }],
    ['the network is one that it knows', { network: 'host' }],
  ])('is BuildKit where %s', async (_why, question) => {
    expect(await choose(question)).toEqual({ kind: 'buildkit', command: 'buildx' });
    expect(await choose(question, { kind: 'built-in' })).toEqual({ kind: 'buildkit', command: 'built-in' });
  });

  it.each<[string, Parameters<typeof choose>[0], RegExp]>([
    ['the daemon does not prefer it', { daemon: there }, /not needed/],
    ['the daemon has none', { daemon: { buildKit: 'missing', isPodman: false }, needs }, /none for Windows/],
    ['it is a Podman', { daemon: { buildKit: 'missing', isPodman: true }, setting: '1' }, /Podman has none/],
    ['DOCKER_BUILDKIT=0 says so', { setting: '0', needs }, /DOCKER_BUILDKIT=0/],
    ['DOCKER_BUILDKIT=false says so', { setting: 'False' }, /DOCKER_BUILDKIT=0/],
    ['the network is another one', { network: 'corp' }, /no build network "corp"/],
  ])('is the classic one where %s, and says why', async (_why, question, reason) => {
    expect(await choose(question)).toMatchObject({ kind: 'classic', reason: expect.stringMatching(reason) as unknown });
  });

  it('is the classic one where no command drives BuildKit, unless that was asked for', async () => {
    expect(await choose({}, NONE)).toMatchObject({ kind: 'classic', reason: NONE.reason });
    await expect(choose({ setting: '1' }, NONE)).rejects.toThrow(EngineError);
    await expect(choose({ setting: '1' }, NONE)).rejects.toThrow(
      /there is no docker command; install the buildx plugin/,
    );
  });

  it('is not guessed from a DOCKER_BUILDKIT that is no yes and no no', async () => {
    await expect(choose({ setting: 'yes' })).rejects.toThrow(UsageError);
  });
});

describe('the docker command', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'command-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A command that answers `buildx version` and `--version` like this; an empty text is a failure. */
  async function find(buildx: string, version: string): Promise<BuildCommand> {
    const say = (text: string) => (text === '' ? 'exit 1' : `echo '${text}'`);
    const script = `#!/bin/sh\ncase "$*" in\n"buildx version") ${say(buildx)};;\n--version) ${say(version)};;\nesac\n`;
    await writeFile(join(folder, 'docker'), script);
    await chmod(join(folder, 'docker'), 0o755);
    return findBuildCommand({ PATH: folder });
  }

  it.each<[string, string, string, BuildCommand['kind'], RegExp]>([
    ['with buildx', 'github.com/docker/buildx v0.13.1 7884339', 'Docker version 26.1.5, build a72d7cd', 'buildx', /^$/],
    ['of old, which has a client built in', '', 'Docker version 20.10.24+dfsg1, build 297e128', 'built-in', /^$/],
    ['without buildx', '', 'Docker version 28.2.2, build e6534b4', 'none', /no buildx plugin/],
    ['of Podman', 'buildah 1.39.0', 'podman version 5.4.2', 'none', /not that of Docker/],
    ['older than BuildKit', '', 'Docker version 17.06.2-ce, build cec0b72', 'none', /no buildx plugin/],
  ])('%s is told by what it says', async (_what, buildx, version, kind, reason) => {
    const command = await find(buildx, version);
    expect(command.kind).toBe(kind);
    expect('reason' in command ? command.reason : '').toMatch(reason);
  });

  it('may be missing', async () => {
    expect(await findBuildCommand({ PATH: folder })).toEqual({
      kind: 'none',
      reason: 'there is no docker command on the PATH to drive it',
    });
  });
});
