/** Certificates of a TLS connection, as PEM text. */
export interface EndpointTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** `false`: the daemon's certificate is not checked (`SkipTLSVerify` of a context, `DOCKER_TLS`). */
  readonly verify: boolean;
}

/** How bytes get to the daemon. */
export type EndpointConnection =
  | { readonly kind: 'socket'; readonly socketPath: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: EndpointTls | undefined }
  | {
      readonly kind: 'ssh';
      /** Arguments of the `ssh` command, the remote `docker system dial-stdio` included. */
      readonly args: readonly string[];
    };

/** Where a Docker daemon is: plain data, nothing is open. */
export interface DockerEndpoint {
  /** For people, for example `unix:///var/run/docker.sock`; it never holds a secret. */
  readonly url: string;
  /** Which rule chose it, for people: `DOCKER_HOST`, `context "colima" (DOCKER_CONTEXT)`, `usual socket` … */
  readonly source: string;
  readonly connection: EndpointConnection;
}

/** A variable that is set but empty counts as not set, as for the Docker CLI. */
export function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** What the choice of an endpoint depends on besides the options. */
export interface EndpointSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
}
