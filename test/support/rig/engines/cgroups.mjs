import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

const CGROUPS = '/sys/fs/cgroup';
/** Where engines keep a folder for each of their containers, below the folder of the engine. */
const CONTAINER_FOLDERS = ['data/containers', 'data/overlay-containers', 'data/vfs-containers'];
/** The hierarchy (cgroup v1), the engine's parent, the container, and what runs beside it. */
const DEPTH = 4;

/** Removes the cgroups of containers that were killed with their engine: no engine is left to do it. */
export function removeCgroupsOf(folder) {
  const ids = CONTAINER_FOLDERS.map((part) => join(folder, part))
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path))
    .filter((name) => /^[0-9a-f]{64}$/.test(name));
  if (ids.length > 0) removeBelow(CGROUPS, ids, DEPTH);
}

function removeBelow(path, ids, depth, isOurs = false) {
  for (const entry of foldersIn(path)) {
    const below = join(path, entry);
    const isOursBelow = isOurs || ids.some((id) => entry.includes(id));
    if (depth > 1) removeBelow(below, ids, depth - 1, isOursBelow);
    if (isOursBelow) removeOne(below);
  }
}

function foldersIn(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return []; // It is gone meanwhile.
  }
}

function removeOne(path) {
  try {
    rmdirSync(path);
  } catch {
    // Its last process is not quite gone: the cgroup is empty, and disappears when the machine restarts.
  }
}
