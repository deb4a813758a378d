import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../../../../../src/engine/errors/errors.ts';
import { secretArguments } from '../../../../../../../src/engine/hosts/docker/images/builders/buildSecrets.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the secrets of a build', () => {
  it('are handed over without their values among the arguments', async () => {
    const file = join(folder, 'odd, "name"');
    await writeFile(file, 'in a file');
    const { args, env } = await secretArguments(
      { a: { file: relative(process.cwd(), file) }, 'b.c': { env: 'TOKEN' }, d: { value: 'in the code' } },
      { TOKEN: 'in a variable' },
    );
    expect(args).toEqual([
      '--secret',
      `id=a,"src=${folder}/odd, ""name"""`,
      '--secret',
      'id=b.c,env=TOKEN',
      '--secret',
      'id=d,env=HOOSEGOW_BUILD_SECRET_2',
    ]);
    expect(env).toEqual({ HOOSEGOW_BUILD_SECRET_2: 'in the code' });
  });

  it.each([
    [{ a: { file: '/nowhere/x' } }, /file of the secret a cannot be read.*ENOENT/],
    [{ a: { env: 'NOT_SET' } }, /variable NOT_SET of the secret a is not set/],
    [{ 'a,src=/etc/shadow': { env: 'A' } }, /cannot be the name of a secret/],
  ])('that cannot be had are told of before the build: %j', async (secrets, message) => {
    await expect(secretArguments(secrets, { A: '1' })).rejects.toThrow(UsageError);
    await expect(secretArguments(secrets, { A: '1' })).rejects.toThrow(message);
  });
});
