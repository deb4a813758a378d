import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hoosegow } from '../../../src/engine/index.ts';
import { builderUnderTest } from '../../support/buildKit.ts';
import { dockerClient, dockerUnderTest } from '../../support/docker.ts';
import { hoosegowUnderTest } from '../../support/inmateProject.ts';

/** A processor that this machine has not, as Docker and as ELF call it. */
const FOREIGN = process.arch === 'arm64' ? { name: 'amd64', machine: 62 } : { name: 'arm64', machine: 183 };
const PLATFORM = `linux/${FOREIGN.name}`;

const { isPodman } = await builderUnderTest();
let folder: string;
let hoosegow: Hoosegow | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-platform-'));
  await writeFile(join(folder, 'inmate.js'), 'export function f() {}\n');
  await writeFile(join(folder, 'salt'), folder);
});
afterEach(async () => {
  await hoosegow?.cleanup();
  await hoosegow?.close();
  hoosegow = undefined;
  await rm(folder, { recursive: true });
});

/** A program of the other processor, as far as the kernel looks at it. */
async function putProgram(name: string): Promise<void> {
  const header = Buffer.alloc(120);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(FOREIGN.machine, 18);
  header.writeUInt32LE(1, 20);
  header.writeUInt32LE(64, 32);
  header.writeUInt16LE(64, 52);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(1, 56);
  await writeFile(join(folder, name), header);
  await chmod(join(folder, name), 0o755);
}

describe('a platform', () => {
  it('is that of the image, which has a name of its own, also beside the layers of another one', async () => {
    await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY . /project/\n');
    const own = hoosegowUnderTest({ inmateDir: folder });
    hoosegow = hoosegowUnderTest({ inmateDir: folder, platform: PLATFORM });
    const native = await own.buildImage();
    const image = await hoosegow.buildImage();
    await own.close();
    expect(image).not.toBe(native);
    const { Architecture: processor } = await dockerClient().getImage(image).inspect();
    expect(processor).toBe(FOREIGN.name);
  });

  // Podman refuses to start such a container, in words of its own.
  it.skipIf(isPodman)('that the machine cannot run is named, when the image runs and when it is built', async () => {
    await putProgram('sh');
    const dockerfile = 'FROM scratch\nCOPY sh /bin/sh\nENTRYPOINT ["/bin/sh", "x"]\n';
    await writeFile(join(folder, 'Dockerfile'), dockerfile);
    hoosegow = hoosegowUnderTest({ inmateDir: folder, platform: PLATFORM });
    const outcome = await hoosegow.dispatch('f').outcome;
    expect(outcome).toMatchObject({
      outcome: 'exited',
      notes: [expect.stringMatching(/cannot run programs of this image.*--platform.*emulator/)],
    });
    await writeFile(join(folder, 'Dockerfile'), `${dockerfile}RUN true\n`);
    await expect(hoosegow.buildImage()).rejects.toThrow(
      new RegExp(`failed at step .*RUN true.*cannot run programs for ${PLATFORM}`),
    );
  });

  // Podman says no more than that there is no such image.
  it.skipIf(isPodman)('that an image is not for is told as such', async () => {
    const image = dockerUnderTest().baseImage;
    const other = hoosegowUnderTest({ image, platform: PLATFORM });
    const outcome = await other.dispatch('f').outcome;
    await other.close();
    expect(outcome).toMatchObject({ outcome: 'engine-failed', phase: 'create' });
    expect(JSON.stringify(outcome)).toMatch(/is for another platform: .*linux\/arm64/);
  });
});
