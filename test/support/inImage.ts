import { dockerClient } from './docker.ts';

/** Runs a line of shell in an image, past its entrypoint, as the image's user or another one. @returns what it printed */
export async function inImage(image: string, script: string, user = ''): Promise<string> {
  const container = await dockerClient().createContainer({
    Image: image,
    Entrypoint: ['/bin/sh', '-c', script],
    Tty: true,
    User: user,
    HostConfig: { NetworkMode: 'none', LogConfig: { Type: 'json-file', Config: {} } },
  });
  try {
    await container.start();
    await container.wait();
    const log = await container.logs({ stdout: true });
    return log.toString().replaceAll('\r\n', '\n');
  } finally {
    await container.remove({ force: true });
  }
}
