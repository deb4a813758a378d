import type { DockerConnection } from '../../connection/connect.ts';
import type { EndpointSurroundings } from '../../endpoint/endpointTypes.ts';
import type { BuildSecret } from '../../../../options/options.ts';
import { LABELS } from '../../container/labels.ts';
import type { BuildContext } from '../context/contextEntries.ts';

export interface BuildRequest {
  readonly connection: DockerConnection;
  readonly context: BuildContext;
  /** Name that the image gets. */
  readonly name: string;
  /** See `projectId`. */
  readonly project: string;
  /** The folder of that project, for the label of the image. */
  readonly folder?: string | undefined;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Further ones that are secret: they are in no command line, and not part of the name. */
  readonly secretArgs?: Readonly<Record<string, string>> | undefined;
  /** Network of the build's steps; without it the daemon's default. */
  readonly network?: string | undefined;
  /** As `parsePlatform` gives it; without it that of the daemon. */
  readonly platform?: string | undefined;
  /** Asks the registry for newer base images, even if some are there. */
  readonly pull?: boolean | undefined;
  /** Does not use layers of earlier builds. */
  readonly noCache?: boolean | undefined;
  /** By their ids. */
  readonly secrets?: Readonly<Record<string, BuildSecret>> | undefined;
  /** Where the user's configuration and the Docker command are found. */
  readonly surroundings: EndpointSurroundings;
}

/** Labels by which the image is found again. */
export function labelsOf({ project, folder }: BuildRequest): Readonly<Record<string, string>> {
  return { [LABELS.project]: project, ...(folder === undefined ? {} : { [LABELS.folder]: folder }) };
}
