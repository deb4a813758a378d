import { UsageError } from '../errors/errors.ts';

const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const MAX_LENGTH = 214;
const RESERVED = new Set(['node_modules', 'favicon.ico']);

/** Names that are devices on Windows, with any extension and in any case. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;

/** @throws UsageError if npm would not accept the name for a package */
export function checkPackageName(name: string): void {
  const own = name.slice(name.indexOf('/') + 1);
  const odd = name.length > MAX_LENGTH || !PACKAGE_NAME.test(name) || RESERVED.has(own) || WINDOWS_DEVICE.test(own);
  if (odd) {
    throw new UsageError(
      `${JSON.stringify(name)} is not a name for a package: give one of small letters, digits, "-", "_" and "." with --name`,
    );
  }
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
      `${JSON.stringify(name)} is not a name for a folder that works on every system: choose another`,
    );
  }
}

/** The package name that a folder's name suggests; npm may not accept it. */
export function packageNameOf(folder: string): string {
  return folder.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '').replace(/\s+/g, '-');
}
