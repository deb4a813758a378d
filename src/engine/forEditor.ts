/** What an editor asks of the engine beyond the library: what it lists, completes and points at while nothing runs. */
export { connectDocker } from './hosts/docker/connection/connect.ts';
export { dockerConfigDir, listContexts, readContext } from './hosts/docker/endpoint/contexts.ts';
export { resolveEndpoint } from './hosts/docker/endpoint/endpoint.ts';
export type { EndpointSurroundings } from './hosts/docker/endpoint/endpointTypes.ts';
export { usualSockets } from './hosts/docker/endpoint/usualSockets.ts';
export { readMethodPlaces } from './methods/readMethodPlaces.ts';
export { dialectOf } from './methods/source/dialect.ts';
export { checkFolderName, checkPackageName, packageNameOf } from './scaffold/packageName.ts';
export { foldersOf, planScaffold, type ScaffoldPlan } from './scaffold/scaffoldPlan.ts';
export { readTemplate } from './scaffold/template.ts';
