import { GlobStates } from './ignore/globStates.ts';
import { globTokens } from './ignore/globTokens.ts';
import { boundedEffort } from './ignore/ruleSet.ts';

/**
 * Names of what holds secrets, or the history of a project, as a rule: none of it gets into an image unless the
 * project's `.dockerignore` names it with a `!`. Capital letters do not count; `*` stands for anything.
 */
export const SECRET_NAMES: Readonly<Record<string, readonly string[]>> = {
  // All that ever was in a version; the settings can hold the address of a server with its password.
  versions: ['.git', '.hg', '.svn', '.git-credentials', '.gitconfig', '.sentryclirc'],
  environment: ['.env*', '*.env', '.dev.vars*', '.secrets*'],
  // The settings of npm, pnpm and Yarn have a way of their own to where packages are installed.
  packages: ['.npmrc', '.yarnrc', '.yarnrc.yml', '.pypirc', '.cargo', '.gem', '.m2', '.nuget'],
  logins: [
    '.netrc',
    '_netrc',
    '.ssh',
    '.gnupg',
    '.pgpass',
    '.my.cnf',
    '.htpasswd',
    '.password-store',
    '*.kdbx',
    '.authinfo*',
    '.curlrc',
    '.wgetrc',
    '.msmtprc',
    '.vault_pass*',
    '.op',
    '.ngrok2',
  ],
  clouds: [
    '.aws',
    '.azure',
    '.boto',
    '.gcloud',
    '.s3cfg',
    '.terraform',
    '.terraformrc',
    'terraform.rc',
    '*.tfrc.json',
    '.aliyun',
    '*.tfstate',
    '*.tfstate.*',
    '.databrickscfg',
    '.oci',
    'rclone.conf',
    '.rclone.conf',
  ],
  accounts: [
    '*.tfvars',
    '*.tfvars.json',
    '.vault-token',
    'client_secret*.json',
    'service-account*.json',
    'service_account*.json',
    'application_default_*.json',
    'credentials.json',
    '.kaggle',
  ],
  containers: ['.docker', '.dockercfg', '.kube', 'kubeconfig', '*.kubeconfig'],
  keys: [
    '*.pem',
    '*.key',
    '*.p12',
    '*.pfx',
    '*.p8',
    '*.jks',
    '*.keystore',
    '*.ppk',
    '*.age',
    '*.keytab',
    '*.ovpn',
    'secring.*',
  ],
  sshKeys: ['id_rsa*', 'id_dsa*', 'id_ecdsa*', 'id_ed25519*', 'id_ed448*', 'id_xmss*'],
  // What was typed.
  histories: ['.*_history', '.lesshst', '.viminfo'],
};

/**
 * The same of names that hold secrets only in some folder, and may be anything elsewhere: where tools keep their logins
 * in a home folder, which somebody's inmate folder may be, or hold a copy of.
 */
export const SECRET_PLACES: Readonly<Record<string, readonly string[]>> = {
  '.config': [
    'gh',
    'hub',
    'glab-cli',
    'github-copilot',
    'op',
    'heroku',
    'netlify',
    'vercel',
    '.wrangler',
    'ngrok',
    'stripe',
    'gcloud',
    'azure',
    'doctl',
    'hcloud',
    'scw',
    'linode-cli',
    'oci',
    'configstore',
    'helm',
    'sops',
    'pypoetry',
  ],
  '.config/git': ['credentials'],
  '.config/containers': ['auth.json'],
  '.config/composer': ['auth.json'],
  '.config/pip': ['pip.conf'],
  '.config/pnpm': ['rc', 'auth.ini'],
  '.composer': ['auth.json'],
  '.pip': ['pip.conf'],
  '.gradle': ['gradle.properties'],
  '.sbt': ['.credentials'],
  '.ivy2': ['.credentials'],
  '.helm': ['repository', 'registry'],
  '.fly': ['config.yml'],
  '.circleci': ['cli.yml'],
  '.supabase': ['access-token'],
  '.mc': ['config.json'],
  '.huggingface': ['token'],
  '.cache/huggingface': ['token', 'stored_tokens'],
  '.local/share/com.vercel.cli': ['auth.json'],
  '.local/share/keyrings': ['*'],
};

const SECRET = anyOf(Object.values(SECRET_NAMES).flat());

const PLACED: ReadonlyMap<string, RegExp> = new Map(
  Object.entries(SECRET_PLACES).map(([folder, names]) => [folder, anyOf(names)]),
);
const DEEPEST = Math.max(...Object.keys(SECRET_PLACES).map((folder) => folder.split('/').length));

/** What editors and people put behind the name of a file that they keep once more: it holds the same. */
const COPY = /(?:~|\.(?:bak|backup|copy|old|orig|save|swo|swp|tmp)|\.)$/;

/** @returns the first name in a path that is one of a secret, as its place among the path's names; -1 if none is */
export function secretIn(path: string): number {
  const names = path.toLowerCase().split('/');
  return names.findIndex((name, at) => isNameOf(name, SECRET) || isPlaced(names, at));
}

function isPlaced(names: readonly string[], at: number): boolean {
  for (let depth = 1; depth <= Math.min(DEEPEST, at); depth++) {
    const placed = PLACED.get(names.slice(at - depth, at).join('/'));
    if (placed && isNameOf(names[at] ?? '', placed)) return true;
  }
  return false;
}

function isNameOf(name: string, secret: RegExp): boolean {
  if (secret.test(name)) return true;
  const original = name.replace(COPY, '');
  return original !== name && isNameOf(original, secret);
}

/**
 * Whether a rule with `!` of a `.dockerignore` names a secret, and not merely all that there is.
 *
 * @param pattern without the `!`
 * @param name of the secret, as in the path
 */
export function namesSecret(pattern: string, name: string): boolean {
  return pattern.split('/').some((part) => /[^*?.[\]\\]/.test(part) && matchesName(part, name));
}

/** `*` and `?` stand for anything, and all else for itself. */
function matchesName(glob: string, name: string): boolean {
  const machine = new GlobStates(globTokens(glob.replace(/\*+/g, '*').replace(/[[\\]/g, '\\$&'), true));
  return machine.accepts(machine.after(machine.start(), Array.from(name), boundedEffort(name)));
}

function anyOf(globs: readonly string[]): RegExp {
  return new RegExp(`^(?:${globs.map(sourceOf).join('|')})$`, 's');
}

function sourceOf(glob: string): string {
  return glob
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
}
