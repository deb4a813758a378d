import { isRecord } from '../../../../text/isRecord.ts';
import type { CliConfig } from './cliConfig.ts';

const VARIABLES: Readonly<Record<string, string>> = {
  httpProxy: 'HTTP_PROXY',
  httpsProxy: 'HTTPS_PROXY',
  noProxy: 'NO_PROXY',
  ftpProxy: 'FTP_PROXY',
  allProxy: 'ALL_PROXY',
};

/**
 * The proxies that the Docker CLI passes to a build, as build arguments: those for this daemon, else the default ones.
 * Builders accept these arguments without an `ARG` and keep them out of the image's history.
 *
 * @param daemon its address, as in `DOCKER_HOST`
 */
export function proxyArgs({ proxies }: CliConfig, daemon: string): Readonly<Record<string, string>> {
  const chosen = Object.hasOwn(proxies, daemon) ? proxies[daemon] : proxies['default'];
  if (!isRecord(chosen)) return {};
  const args: Record<string, string> = {};
  for (const [member, name] of Object.entries(VARIABLES)) {
    const value = chosen[member];
    if (typeof value === 'string' && value !== '') args[name] = args[name.toLowerCase()] = value;
  }
  return args;
}
