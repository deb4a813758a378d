import { expect, it } from 'vitest';
import { engineStore } from '../../../src/editor/lazy/images/engineStore.ts';
import { askProcessors } from '../../../src/editor/lazy/askProcessors.ts';
import { dockerClient, dockerUnderTest } from '../../support/docker.ts';
import { hoosegowUnderTest, inmateProject } from '../../support/inmateProject.ts';

const { host, baseImage } = dockerUnderTest();

it('tells what an engine keeps of an inmate, and removes that and nothing else', async () => {
  await using project = await inmateProject('editor');
  const hoosegow = hoosegowUnderTest({ inmateDir: project.dir, pool: { size: 1 } });
  await hoosegow.warm();
  const { images, containers } = await engineStore.read({ host });
  const own = containers.filter(({ inmate }) => inmate !== null && project.dir.endsWith(inmate));
  expect(own.map(({ state }) => state)).toEqual([expect.stringMatching(/^(?:running|paused)$/)]);
  const [container] = own;
  const image = images.find(({ folder }) => folder === project.dir);
  expect(image?.containers).toEqual([container?.name]);
  expect(await engineStore.removeImages({ host }, [image?.id ?? ''])).toHaveLength(1);
  await hoosegow.close();
  await engineStore.removeContainers({ host }, [container?.id ?? '']);
  expect(await engineStore.removeImages({ host }, [image?.id ?? ''])).toEqual([]);
  const after = await engineStore.read({ host });
  expect(after.images.filter(({ folder }) => folder === project.dir)).toEqual([]);
});

it('leaves alone what Hoosegow did not make', async () => {
  const docker = dockerClient();
  const other = await docker.createContainer({ Image: baseImage, Cmd: ['true'] });
  try {
    await engineStore.removeContainers({ host }, [other.id]);
    const { Id: base } = await docker.getImage(baseImage).inspect();
    expect(await engineStore.removeImages({ host }, [base])).toEqual([]);
    expect((await other.inspect()).Id).toBe(other.id);
  } finally {
    await other.remove();
  }
  expect((await docker.getImage(baseImage).inspect()).Id).toMatch(/^sha256/);
});

it('knows how many processors there are, and none where no engine answers', async () => {
  expect(await askProcessors({ host })).toBe(((await dockerClient().info()) as { NCPU: number }).NCPU);
  expect(await askProcessors({ host: 'unix:///nowhere.sock' })).toBeUndefined();
});
