/**
 * Settings of package managers that an install needs and that can hold secrets. They go into a build without the
 * secrets, which come another way: see `installSecrets.ts`.
 */
const SETTINGS: readonly string[] = ['.npmrc', '.yarnrc.yml'];

/** @param path in the build context */
export function isInstallSetting(path: string): boolean {
  return SETTINGS.includes(path);
}

/** Settings with such a name are credentials, or may be. */
const SECRET_KEY =
  /^["']?(?:\/\/|_)|auth|passw|passphrase|token|secret|username|email|\botp\b|\bpat\b|bearer|cookie|header|credential|ident|(?:cert|key)(?:file)?(?:path)?["']?$/i;
/** Text between spaces and quotes. */
const WORD = /[^\s"']+/g;
/** A name and a password without a scheme, as some people write a proxy. */
const BARE_USER_INFO = /^([^=]*=\s*["']?)[^\s"'/@:]+:[^\s"'/]+@/;

function plainAddresses(line: string): string {
  return line.replace(WORD, withoutUserInfo).replace(BARE_USER_INFO, '$1').replace(WORD, withoutQuery);
}

/** A password may hold characters that should be escaped. A port is not a password. */
function withoutUserInfo(word: string): string {
  const lastAt = word.lastIndexOf('@');
  let kept = '';
  let from = 0;
  for (let at = word.indexOf('//'); at !== -1 && at + 2 <= lastAt;) {
    const end = endOfUserInfo(word, at + 2, lastAt);
    if (end === undefined) {
      at = word.indexOf('//', at + 1);
    } else {
      kept += word.slice(from, at + 2);
      from = end;
      at = word.indexOf('//', end);
    }
  }
  return kept + word.slice(from);
}

/** @returns where the host begins; `undefined` where there is no user information */
function endOfUserInfo(word: string, start: number, lastAt: number): number | undefined {
  let at = start;
  let found: number | undefined;
  for (; at < word.length && word[at] !== '/'; at++) {
    if (word[at] === '@') found = at + 1;
    // A password reaches up to the last `@`.
    else if (word[at] === ':' && found === undefined && !isPort(word, at + 1)) return lastAt + 1;
  }
  return found;
}

/** Digits up to the next slash. */
function isPort(word: string, start: number): boolean {
  let at = start;
  while (/\d/.test(word[at] ?? '')) at++;
  return at > start && word[at] === '/';
}

/** Removes the query and the fragment of an address. */
function withoutQuery(word: string): string {
  for (let at = word.indexOf('//'); at !== -1; at = word.indexOf('//', at + 1)) {
    const length = word.slice(at + 2).search(/[?#]/);
    if (length === -1) return word;
    if (length > 0) return word.slice(0, at + 2 + length);
  }
  return word;
}

/** Ends a value without quotes where npm's own parser ends it. */
function withoutComment(line: string): string {
  if (/=\s*["']/.test(line)) return line;
  const comment = line.search(/(?<!\\)[;#]/);
  return comment === -1 ? line : line.slice(0, comment).trimEnd();
}

/** The settings without their secrets and comments; empty where nothing is left. */
export function publicForm(name: string, text: string): string {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const kept = name === '.npmrc' ? publicNpmrc(lines) : publicYaml(lines);
  return kept.length === 0 ? '' : `${kept.join('\n')}\n`;
}

/** As npm reads it: `key = value`, `key[] = value`; the credentials of a registry have names that begin with `//`. */
function publicNpmrc(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[;#[]/.test(line))
    .filter((line) => !SECRET_KEY.test((line.split('=', 1)[0] ?? '').replace(/\[\]\s*$/, '').trim()))
    .map((line) => plainAddresses(withoutComment(line)));
}

/** Line by line: a secret that is written in any other way than on its own line excludes the whole file. */
function publicYaml(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  /** Indentation of the secret that is being skipped. */
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
