/**
 * Before `npm test`: installs and builds what is needed once per user and is missing, one after the other. It says what
 * each is, how large, and how far it is. On Debian as root it brings everything; elsewhere the tests say what they
 * lack.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { baseImageArchive } from './rig/baseImage.ts';
import { cacheFolder, ensureCodeServer, hasCodeServer } from './rig/codeServer.ts';
import {
  hasChromium,
  hasDocker,
  hasGvisor,
  hasShells,
  installChromium,
  installDocker,
  installGvisor,
  installShells,
  isDebianRoot,
} from './rig/debian.ts';

interface Step {
  /** What it is, and how large: what comes from the network, and what it takes on the disk. */
  readonly what: string;
  readonly isThere: () => Promise<boolean>;
  readonly make: () => Promise<unknown>;
  /** Megabytes that the cache folder grows by. */
  readonly cached?: number;
}

const TELL_INTERVAL = 10_000;
const MIB = 1024 * 1024;

const STEPS: readonly Step[] = [
  {
    what: 'a Docker engine and busybox, from Debian (66 MB to download, 250 MB on the disk)',
    isThere: hasDocker,
    make: installDocker,
  },
  {
    what: 'gVisor, from Debian (6 MB to download, 23 MB on the disk)',
    isThere: hasGvisor,
    make: () => installGvisor(process.env['CI'] === 'true'),
  },
  {
    what: 'zsh and fish, from Debian (8 MB to download, 36 MB on the disk)',
    isThere: hasShells,
    make: installShells,
  },
  {
    what: 'a headless Chromium, from Debian (about 100 MB to download, 300 MB on the disk)',
    isThere: hasChromium,
    make: installChromium,
  },
  {
    what: 'a base image with Node, from npm (50 MB to download, 145 MB in the cache)',
    isThere: async () => (await hasDocker()) && (await baseImageArchive({ make: false })) !== undefined,
    make: () => baseImageArchive({ make: true }),
    cached: 145,
  },
  {
    what: 'a VS Code server, from npm, with native parts that are compiled (about 250 MB to download, 800 MB in the cache, two minutes)',
    isThere: hasCodeServer,
    make: ensureCodeServer,
    cached: 800,
  },
];

if (await isDebianRoot()) await prepare();

async function prepare(): Promise<void> {
  const missing: Step[] = [];
  for (const step of STEPS) if (!(await step.isThere())) missing.push(step);
  if (missing.length === 0) return;
  console.log(`${missing.length} of ${STEPS.length} things that the tests need are not here yet.`);
  console.log(`They are brought once, and what is built is kept in ${cacheFolder()}:`);
  for (const [index, { what }] of missing.entries()) console.log(`  ${index + 1}. ${what}`);
  const start = performance.now();
  for (const [index, step] of missing.entries()) await make(step, `${index + 1} of ${missing.length}`);
  console.log(`Everything is there, after ${secondsSince(start)} s.`);
}

async function make({ what, make: work, cached }: Step, number: string): Promise<void> {
  const start = performance.now();
  const before = cached === undefined ? 0 : await sizeOf(cacheFolder());
  console.log(`${number}: ${what} …`);
  const tell = async () => {
    const grown = cached === undefined ? 0 : Math.max(0, (await sizeOf(cacheFolder())) - before) / MIB;
    const far = cached === undefined ? '' : `, ${Math.round(grown)} of about ${cached} MB`;
    console.log(`${number}: ${secondsSince(start)} s${far}`);
  };
  const telling = setInterval(() => void tell(), TELL_INTERVAL);
  try {
    await work();
  } finally {
    clearInterval(telling);
  }
  console.log(`${number}: done in ${secondsSince(start)} s`);
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 1000);
}

/** Bytes in all files below a folder. Files that disappear meanwhile count nothing. */
async function sizeOf(folder: string): Promise<number> {
  let size = 0;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) size += await sizeOf(path);
    else
      size += await stat(path).then(
        ({ size: bytes }) => bytes,
        () => 0,
      );
  }
  return size;
}
