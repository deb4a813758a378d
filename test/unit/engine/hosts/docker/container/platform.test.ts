import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../../../src/engine/errors/errors.ts';
import { Hoosegow } from '../../../../../../src/engine/index.ts';
import { contentHash } from '../../../../../../src/engine/hosts/docker/images/context/contentHash.ts';
import { parsePlatform } from '../../../../../../src/engine/hosts/docker/container/platform.ts';

describe('a platform', () => {
  it.each([
    ['linux/amd64', 'linux/amd64'],
    ['amd64', 'linux/amd64'],
    ['Linux/x86_64', 'linux/amd64'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['linux/amd64/v3', 'linux/amd64/v3'],
    ['linux/arm64', 'linux/arm64'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['aarch64', 'linux/arm64'],
    ['arm', 'linux/arm/v7'],
    ['linux/arm/v6', 'linux/arm/v6'],
    ['armhf', 'linux/arm/v7'],
    [' windows/amd64 ', 'windows/amd64'],
    ['riscv64', 'linux/riscv64'],
  ])('%j is %j', (text, platform) => {
    expect(parsePlatform(text, 'it')).toBe(platform);
    expect(parsePlatform(platform, 'it')).toBe(platform);
  });

  it.each(['', 'linux', 'linux/', '/amd64', 'linux/amd64,linux/arm64', 'a/b/c/d', '--x y', 'linux/amd 64'])(
    '%j is none',
    (text) => {
      expect(() => parsePlatform(text, 'it')).toThrow(UsageError);
      expect(() => new Hoosegow({ image: 'a', platform: text })).toThrow(/platform must be/);
    },
  );

  it('is part of the content of an image where one is named', () => {
    const context = { root: '/', entries: [] };
    expect(contentHash(context, {}, 'linux/arm64')).not.toBe(contentHash(context, {}));
    expect(contentHash(context, {}, 'linux/arm64')).not.toBe(contentHash(context, {}, 'linux/amd64'));
    expect(contentHash(context, {}, undefined)).toBe(contentHash(context, {}));
  });
});
