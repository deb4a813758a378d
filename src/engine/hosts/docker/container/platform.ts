import { UsageError } from '../../../errors/errors.ts';

/** Other names of processors. */
const NAMES: Readonly<Record<string, string>> = { x86_64: 'amd64', 'x86-64': 'amd64', aarch64: 'arm64', i386: '386' };

/** Names with a redundant variant, and names that imply a variant. */
const WHOLES: Readonly<Record<string, string>> = {
  'amd64/v1': 'amd64',
  'arm64/v8': 'arm64',
  arm: 'arm/v7',
  armhf: 'arm/v7',
  armel: 'arm/v6',
};

/**
 * Reads the platform of an image, such as `linux/arm64`, `arm64` or `linux/arm/v7`.
 *
 * @param source where it was given, for the error
 * @returns it as Docker writes it, the same for all spellings
 */
export function parsePlatform(text: string, source: string): string {
  const parts = text.trim().toLowerCase().split('/');
  const [os, ...processor] = parts.length === 1 ? ['linux', ...parts] : parts;
  if (
    parts.length > 3 ||
    !parts.every((part) => /^[a-z0-9_.-]+$/.test(part)) ||
    (parts[0] === 'linux' && parts.length === 1)
  ) {
    throw new UsageError(
      `${source} must be a platform such as linux/amd64 or linux/arm64, not ${JSON.stringify(text)}`,
    );
  }
  const [name = '', ...variant] = processor;
  const whole = [NAMES[name] ?? name, ...variant].join('/');
  return `${os}/${WHOLES[whole] ?? whole}`;
}

/** What to do where the machine of the daemon cannot run the programs of an image. */
export function foreignProcessor(platform: string | undefined): string {
  const what = platform === undefined ? 'programs of this image' : `programs for ${platform}`;
  return `the engine's machine cannot run ${what}: take an image for its own processor (--platform), or install an emulator there (package qemu-user-static, or the image tonistiigi/binfmt)`;
}
