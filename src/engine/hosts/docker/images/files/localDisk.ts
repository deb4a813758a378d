import { statfs } from 'node:fs/promises';

/** What Linux calls the file systems that need no network and no other process: ext, xfs, btrfs, f2fs, zfs, tmpfs, overlay. */
const LOCAL_TYPES: ReadonlySet<number> = new Set([
  0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x2fc12fc1, 0x01021994, 0x794c7630,
]);

/** @returns `false` also where it cannot be told: other systems give no number that says it */
export async function isOnLocalDisk(path: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    return LOCAL_TYPES.has((await statfs(path)).type);
  } catch {
    return false;
  }
}
