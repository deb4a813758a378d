import type { EndpointSurroundings } from '../endpoint/endpointTypes.ts';
import { isRecord } from '../../../../text/isRecord.ts';
import type { CliConfig } from './cliConfig.ts';
import { askCredentialHelper } from './credentialHelper.ts';
import type { Credentials } from './credentialTypes.ts';
import { registryKey } from './registryOf.ts';

export interface FoundCredentials {
  /** By registry, keyed as Docker does (`registryOf`). */
  readonly credentials: Readonly<Record<string, Credentials>>;
  /** Helpers that failed, with the reason; it holds no secret. */
  readonly failures: readonly string[];
}

/**
 * Finds the credentials that the Docker CLI would sign in with: from the helper that `credHelpers` names for the
 * registry, else from that of `credsStore`, else from `auths`.
 *
 * @param configs the first one that has credentials for a registry counts
 * @param registries as `registryOf` gives them; `undefined` for all that the configurations name
 */
export async function findCredentials(
  configs: readonly CliConfig[],
  registries: readonly string[] | undefined,
  { env }: EndpointSurroundings,
  signal?: AbortSignal,
): Promise<FoundCredentials> {
  const wanted = new Set(registries ?? configs.flatMap(registriesOf));
  const credentials: Record<string, Credentials> = {};
  const failures: string[] = [];
  await Promise.all(
    Array.from(wanted, async (registry) => {
      for (const config of configs) {
        const found = await findOne(config, registry, env, failures, signal);
        if (found === undefined) continue;
        credentials[registry] = found;
        return;
      }
    }),
  );
  return { credentials, failures };
}

function registriesOf({ auths, credHelpers }: CliConfig): readonly string[] {
  return [...Object.keys(auths), ...Object.keys(credHelpers)].map(registryKey);
}

async function findOne(
  config: CliConfig,
  registry: string,
  env: EndpointSurroundings['env'],
  failures: string[],
  signal: AbortSignal | undefined,
): Promise<Credentials | undefined> {
  const own = entryOf(config.credHelpers, registry);
  const helper = own === undefined ? config.credsStore : own.value;
  if (typeof helper === 'string' && helper !== '') {
    const answer = await askCredentialHelper(helper, registry, env, signal);
    if (typeof answer === 'object') return answer;
    if (answer !== undefined) failures.push(answer);
  }
  return readAuth(entryOf(config.auths, registry)?.value, registry);
}

/** The member for a registry: that of exactly this key, else one of an equivalent key. */
function entryOf(members: Readonly<Record<string, unknown>>, registry: string): { value: unknown } | undefined {
  if (Object.hasOwn(members, registry)) return { value: members[registry] };
  const key = Object.keys(members).find((each) => registryKey(each) === registry);
  return key === undefined ? undefined : { value: members[key] };
}

function readAuth(entry: unknown, serveraddress: string): Credentials | undefined {
  if (!isRecord(entry)) return undefined;
  const { auth, identitytoken, registrytoken } = entry;
  const tokens = {
    ...(typeof identitytoken === 'string' && identitytoken !== '' && { identitytoken }),
    ...(typeof registrytoken === 'string' && registrytoken !== '' && { registrytoken }),
  };
  const pair = typeof auth === 'string' && auth !== '' ? readPair(auth) : readNamed(entry);
  if (pair === undefined && Object.keys(tokens).length === 0) return undefined;
  return { username: '', password: '', ...pair, ...tokens, serveraddress };
}

/** `auth` is the Base64 of `user:password`, which may end in NULs. */
function readPair(auth: string): { username: string; password: string } | undefined {
  const text = Buffer.from(auth, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  return { username: text.slice(0, colon), password: text.slice(colon + 1).replace(/\0+$/, '') };
}

function readNamed({ username, password }: Readonly<Record<string, unknown>>) {
  if (typeof username !== 'string' || typeof password !== 'string' || username === '') return undefined;
  return { username, password };
}
