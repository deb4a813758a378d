/** What our own command and editor need of the engine beyond the library: to look before anything runs. */
export { connectDocker, type DockerConnection } from './hosts/docker/connection/connect.ts';
export { dockerConfigDir, listContexts, readContext } from './hosts/docker/endpoint/contexts.ts';
export { parseVolumes } from './hosts/docker/container/volumes.ts';
export { resolveEndpoint } from './hosts/docker/endpoint/endpoint.ts';
export type { EndpointSurroundings } from './hosts/docker/endpoint/endpointTypes.ts';
export { listContainers, removeContainer, type InmateContainer } from './hosts/docker/container/listContainers.ts';
export { removeImagesById } from './hosts/docker/images/store/removeById.ts';
export { failedStep } from './hosts/docker/images/log/failedStep.ts';
export { lineOfStep } from './hosts/docker/images/dockerfile/lineOfStep.ts';
export { usualSockets } from './hosts/docker/endpoint/usualSockets.ts';
export { ENGINE_KINDS, isEngineKind } from './options/engineKind.ts';
export { readMethodPlaces } from './methods/readMethodPlaces.ts';
export { dialectOf } from './methods/source/dialect.ts';
export { localDisk } from './scaffold/localDisk.ts';
export { makeProject, planProject, type PlannedProject } from './scaffold/makeProject.ts';
export { checkMethodName, isMethodName, suggestedMethodName } from './scaffold/methodName.ts';
export { checkFolderName, checkPackageName, suggestedPackageName } from './scaffold/packageName.ts';
export type { Found, ProjectDisk } from './scaffold/projectDisk.ts';
