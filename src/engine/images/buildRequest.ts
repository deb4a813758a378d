import type { DockerConnection } from '../docker/connect.ts';
import type { EndpointSurroundings } from '../docker/endpointTypes.ts';
import type { BuildSecret } from '../options.ts';
import type { BuildContext } from './contextEntries.ts';

export interface BuildRequest {
  readonly connection: DockerConnection;
  readonly context: BuildContext;
  /** Name that the image gets. */
  readonly name: string;
  /** See `projectId`. */
  readonly project: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Further ones that are secret: they are in no command line, and no part of the name. */
  readonly secretArgs?: Readonly<Record<string, string>> | undefined;
  /** Network of the build's steps; without it the daemon's default. */
  readonly network?: string | undefined;
  /** As `parsePlatform` gives it; without it that of the daemon. */
  readonly platform?: string | undefined;
  /** By their ids. */
  readonly secrets?: Readonly<Record<string, BuildSecret>> | undefined;
  /** Where the user's configuration and the Docker command are found. */
  readonly surroundings: EndpointSurroundings;
}
