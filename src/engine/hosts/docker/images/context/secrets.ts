import { GlobStates } from './ignore/globStates.ts';
import { globTokens } from './ignore/globTokens.ts';
import { boundedEffort } from './ignore/ruleSet.ts';

/**
 * Names of what holds secrets, or the history of a project, as a rule: none of it gets into an image unless the
 * project's `.dockerignore` names it with a `!`. Capital letters do not count; `*` stands for anything.
 */
export const SECRET_NAMES: Readonly<Record<string, readonly string[]>> = {
  // All that ever was in a version; the settings can hold the address of a server with its password.
  versions: ['.git', '.hg', '.svn', '.git-credentials', '.gitconfig'],
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
  ],
  clouds: [
    '.aws',
    '.azure',
    '.boto',
    '.gcloud',
    '.s3cfg',
    '.terraform',
    '.terraformrc',
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

const SECRET = new RegExp(`^(?:${Object.values(SECRET_NAMES).flat().map(sourceOf).join('|')})$`, 's');

/** What editors and people put behind the name of a file that they keep once more: it holds the same. */
const COPY = /(?:~|\.(?:bak|backup|copy|old|orig|save|swo|swp|tmp)|\.)$/;

/** @returns the first name in a path that is one of a secret, as its place among the path's names; -1 if none is */
export function secretIn(path: string): number {
  return path.split('/').findIndex((name) => isSecretName(name.toLowerCase()));
}

function isSecretName(name: string): boolean {
  if (SECRET.test(name)) return true;
  const original = name.replace(COPY, '');
  return original !== name && isSecretName(original);
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

function sourceOf(glob: string): string {
  return glob
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
}
