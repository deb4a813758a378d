import { builtinModules } from 'node:module';
import { UsageError } from '../errors/errors.ts';

const PART = /^[a-z0-9][a-z0-9._-]*$/;
const MAX_LENGTH = 214;
const RESERVED = new Set(['node_modules', 'favicon.ico']);
/** Where nothing is left of a name. */
const USUAL = 'my-inmate';

/** Names that are devices on Windows, with any extension and in any case. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;

/** @throws UsageError if npm, or some system, would not accept the name for a package; it suggests another one */
export function checkPackageName(name: string): void {
  const why = whyNot(name);
  if (why === undefined) return;
  throw new UsageError(
    `${JSON.stringify(name)} is not a name for a package: ${why}; "${suggestedPackageName(name)}" would do`,
  );
}

/**
 * Checks the name of a folder that is to be made.
 *
 * @throws UsageError if some system does not accept the name, or shows it as something else
 */
export function checkFolderName(name: string): void {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const odd = /[\u0000-\u001f\u007f-\u009f<>:"|?*\\]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|^\s|[\s.]$/u.test(name);
  if (odd || WINDOWS_DEVICE.test(name) || Buffer.byteLength(name) > 255) {
    throw new UsageError(
      `${JSON.stringify(name)} is not a name for a folder that works on every system: choose another, for example "${suggestedPackageName(name)}"`,
    );
  }
}

/** The package name that a folder's name suggests. */
export function packageNameOf(folder: string): string {
  return suggestedPackageName(folder.replaceAll('/', '-'));
}

/** A valid name that is similar to an invalid one; a valid one is returned as it is. */
export function suggestedPackageName(name: string): string {
  if (whyNot(name) === undefined) return name;
  const [, scope, own = name] = /^@([^/]*)\/(.*)$/s.exec(name) ?? [];
  const [scopePart, ownPart] = [scope === undefined ? '' : slug(scope), slug(own)];
  const prefix = scopePart === '' ? '' : `@${scopePart}/`;
  const short = ownPart.slice(0, MAX_LENGTH - prefix.length - SUFFIX.length).replace(/[-._]+$/, '');
  const candidates = short === '' ? [] : [`${prefix}${short}`, `${prefix}${short.replaceAll('.', '-')}${SUFFIX}`];
  return candidates.find((candidate) => whyNot(candidate) === undefined) ?? USUAL;
}

const SUFFIX = '-inmate';

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[-._]+|[-._]+$/g, '');
}

function whyNot(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > MAX_LENGTH) return `it is longer than ${MAX_LENGTH} characters`;
  const scoped = /^@([^/]+)\/([^/]+)$/.exec(name);
  const parts = scoped ? scoped.slice(1) : [name];
  const own = parts.at(-1) ?? '';
  if (/\s/u.test(name)) return 'it has spaces';
  if (/\p{Lu}/u.test(name)) return 'it has capital letters';
  if (parts.some((part) => /^[._-]/.test(part))) return 'it begins with ".", "_" or "-"';
  if (!parts.every((part) => PART.test(part))) return 'small letters, digits, "-", "_" and "." make one';
  if (own.endsWith('.')) return 'it ends with "."';
  if (parts.some((part) => WINDOWS_DEVICE.test(part))) return 'Windows takes it for a device';
  if (RESERVED.has(own)) return 'the name is reserved';
  return !scoped && builtinModules.includes(name) ? 'Node has a module of that name' : undefined;
}
