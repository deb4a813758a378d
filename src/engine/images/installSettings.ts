/**
 * Settings of package managers that an install needs and that can hold secrets. They go into a build without these; what
 * is secret comes by another way, see `installSecrets.ts`.
 */
const SETTINGS: readonly string[] = ['.npmrc', '.yarnrc.yml'];

/** @param path in the build context */
export function isInstallSetting(path: string): boolean {
  return SETTINGS.includes(path);
}

/** Settings with a name like this are credentials, or come close enough. */
const SECRET_KEY =
  /^["']?(?:\/\/|_)|auth|passw|passphrase|token|secret|username|email|\botp\b|\bpat\b|bearer|cookie|header|credential|ident|(?:cert|key)(?:file)?(?:path)?["']?$/i;
/** A name and a password in an address; the password may hold what should be written otherwise. A port is none. */
const USER_INFO = /((?:[a-z][a-z0-9+.-]*:)?\/\/)(?:[^/@\s"']*:(?!\d+\/)[^\s"']*|[^/\s"']*)@/gi;
/** The same without a scheme, as some write a proxy. */
const BARE_USER_INFO = /^([^=]*=\s*["']?)[^\s"'/@:]+:[^\s"'/]+@/;
/** What follows the path of an address. */
const QUERY = /(\/\/[^\s"'?#]+)[?#][^\s"']*/g;

function plainAddresses(line: string): string {
  return line.replace(USER_INFO, '$1').replace(BARE_USER_INFO, '$1').replace(QUERY, '$1');
}

/** As npm's reader of such files ends a value that is not quoted. */
function withoutComment(line: string): string {
  return /=\s*["']/.test(line) ? line : line.replace(/(?<!\\)[;#].*$/, '').trimEnd();
}

/** The settings without what is secret in them, and without comments; empty where nothing is left. */
export function publicForm(name: string, text: string): string {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const kept = name === '.npmrc' ? publicNpmrc(lines) : publicYaml(lines);
  return kept.length === 0 ? '' : `${kept.join('\n')}\n`;
}

/** As npm reads it: `key = value`, `key[] = value`; the names of others' credentials begin with `//`. */
function publicNpmrc(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[;#[]/.test(line))
    .filter((line) => !SECRET_KEY.test((line.split('=', 1)[0] ?? '').replace(/\[\]\s*$/, '').trim()))
    .map((line) => plainAddresses(withoutComment(line)));
}

/** Line by line: a secret that is told in any other way than on a line of its own keeps the whole file out. */
function publicYaml(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  /** Indentation of the secret that is being left out. */
  let inSecret = -1;
  for (const line of lines) {
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const indent = line.search(/\S/);
    if (inSecret !== -1 && indent > inSecret) continue;
    inSecret = -1;
    const key = /^\s*(?:- +)?("[^"]*"|'[^']*'|[^\s:#{["'][^:]*):(?:\s|$)/.exec(line)?.[1];
    if (key !== undefined && SECRET_KEY.test(key.replaceAll(/["']/g, '').replace(/^\/\//, ''))) inSecret = indent;
    else kept.push(plainAddresses(line).trimEnd());
  }
  return kept.some((line) => /npmAuth|password|token|secret/i.test(line)) ? [] : kept;
}
