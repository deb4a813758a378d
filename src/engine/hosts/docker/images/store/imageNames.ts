/** Podman reports a name with the registry that it would be pulled from. */
const OUR_NAME = /^(?:localhost\/|docker\.io\/library\/)?(hoosegow:([0-9a-f]{64}))$/;

/** Our own name of an image as a daemon reports it; `undefined` for any name that others gave. */
export function ourImageName(name: string): string | undefined {
  return OUR_NAME.exec(name)?.[1];
}

/** The hash in our own name of an image, 64 hexadecimal digits. */
export function ourImageHash(name: string): string | undefined {
  return OUR_NAME.exec(name)?.[2];
}

/** The id of an image with its algorithm, which Podman sometimes leaves out. */
export function wholeId(id: string): string {
  return id.includes(':') ? id : `sha256:${id}`;
}
