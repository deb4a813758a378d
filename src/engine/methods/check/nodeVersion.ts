/** A version of Node, as far as it is known. */
export interface NodeVersion {
  readonly major: number;
  /** `undefined` where a tag names only the major version: then it is the newest minor version. */
  readonly minor: number | undefined;
}

/** @returns the version of Node in the official image of that name; `undefined` for any other image */
export function nodeOfImage(image: string): NodeVersion | undefined {
  const [, major, minor] = /(?:^|\/)node:(\d{1,3})(?:\.(\d{1,3}))?(?:[.-]|$|@)/.exec(image) ?? [];
  if (major === undefined) return undefined;
  return { major: Number(major), minor: minor === undefined ? undefined : Number(minor) };
}

/** @param version as in `process.versions.node` */
export function parseNodeVersion(version: string): NodeVersion {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return { major, minor };
}

/** Whether this version can run the entrypoint at all. */
export function runsEntrypoint({ major }: NodeVersion): boolean {
  return major >= 20;
}

/** Whether Node strips types by itself: 22.18, 23.6, and everything after. */
export function stripsTypes({ major, minor }: NodeVersion): boolean {
  if (major === 22) return minor === undefined || minor >= 18;
  if (major === 23) return minor === undefined || minor >= 6;
  return major > 23;
}

/** Whether Node can turn enums and the like into JavaScript: added with type stripping, removed in 26. */
export function transformsTypes(version: NodeVersion): boolean {
  return stripsTypes(version) && version.major < 26;
}
