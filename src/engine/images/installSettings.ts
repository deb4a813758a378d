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
const USER_INFO = /(\/\/)(?:[^/@]*:(?!\d+\/).*|[^/]*)@/gs;
/** The same without a scheme, as some write a proxy. */
const BARE_USER_INFO = /^([^=]*=\s*["']?)[^\s"'/@:]+:[^\s"'/]+@/;
/** What follows the path of an address. */
const QUERY = /(\/\/[^?#]+)[?#].*/s;

function plainAddresses(line: string): string {
  return perWord(perWord(line, withoutUser).replace(BARE_USER_INFO, '$1'), withoutQuery);
}

/** An address ends at white space or a quote. */
function perWord(line: string, change: (word: string) => string): string {
  return line
    .split(/([\s"']+)/)
    .map((part, i) => (i % 2 === 0 ? change(part) : part))
    .join('');
}

/** Only what stands before the last `@` is looked at, where each look comes to an end at it: else a line of `//` takes for ever. */
function withoutUser(word: string): string {
  const end = word.lastIndexOf('@') + 1;
  return word.slice(0, end).replace(USER_INFO, '$1') + word.slice(end);
}

function withoutQuery(word: string): string {
  const end = Math.max(word.lastIndexOf('?'), word.lastIndexOf('#')) + 1;
  const head = word.slice(0, end);
  const plain = head.replace(QUERY, '$1');
  return plain === head ? word : plain;
}

/** As npm's reader of such files ends a value that is not quoted. */
function withoutComment(line: string): string {
  return /=\s*["']/.test(line) ? line : line.replace(/(?<!\\)[;#][^]*$/, '').trimEnd();
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
