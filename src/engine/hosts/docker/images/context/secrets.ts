import { GlobStates } from './ignore/globStates.ts';
import { globTokens } from './ignore/globTokens.ts';
import { boundedEffort } from './ignore/ruleSet.ts';

/**
 * Names that usually mean secrets, or a project's history: none of it gets into an image unless the project's
 * `.dockerignore` names it with a `!`. Case is ignored; `*` stands for anything.
 */
export const SECRET_NAMES: Readonly<Record<string, readonly string[]>> = {
  // Everything that ever was in a version; the settings can hold a server's address with a password.
  versions: ['.git', '.hg', '.svn', '.git-credentials', '.gitconfig', '.sentryclirc'],
  environment: ['.env*', '*.env', '.dev.vars*', '.secrets*'],
  // The settings of npm, pnpm and Yarn reach the install in a way of their own.
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
 * The same for names that are secret only in certain folders, and may be anything elsewhere: where tools keep their
 * logins in a home folder. An inmate folder may be one, or hold a copy of one.
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

/** Suffixes that editors and people add to a copy of a file: it holds the same. */
const COPY = /(?:~|\.(?:bak|backup|copy|old|orig|save|swo|swp|tmp)|\.)$/;

/** @returns index of the first segment of a path that is the name of a secret; -1 if none is */
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
 * Whether a rule with `!` of a `.dockerignore` names a secret, and does not just match everything.
 *
 * @param pattern without the `!`
 * @param name of the secret, as in the path
 */
export function namesSecret(pattern: string, name: string): boolean {
  return pattern.split('/').some((part) => /[^*?.[\]\\]/.test(part) && matchesName(part, name));
}

/** `*` and `?` are wildcards, all else is literal. */
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
