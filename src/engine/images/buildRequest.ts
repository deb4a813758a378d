import type { DockerConnection } from '../docker/connect.ts';
import type { EndpointSurroundings } from '../docker/endpointTypes.ts';
import type { BuildSecret } from '../options.ts';
import type { BuildContext } from './contextEntries.ts';
import type { InstallSecrets } from './installSecrets.ts';

export interface BuildRequest {
  readonly connection: DockerConnection;
  readonly context: BuildContext;
  /** Name that the image gets. */
  readonly name: string;
  /** See `projectId`. */
  readonly project: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** What the install needs besides; see `readInstallSecrets`. */
  readonly install?: Pick<InstallSecrets, 'buildArgs'> | undefined;
  /** Network of the build's steps; without it the daemon's default. */
  readonly network?: string | undefined;
  /** As `parsePlatform` gives it; without it that of the daemon. */
  readonly platform?: string | undefined;
  /** By their ids. */
  readonly secrets?: Readonly<Record<string, BuildSecret>> | undefined;
  /** Where the user's configuration and the Docker command are found. */
  readonly surroundings: EndpointSurroundings;
}
