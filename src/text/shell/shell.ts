/** Shells, told apart by what they take as one word. */
export type Shell =
  /** sh, bash, zsh and their like. */
  | 'posix'
  /** The same on Windows, as Git brings them: programs get their arguments with paths translated. */
  | 'msys'
  | 'fish'
  /** Windows PowerShell 5.1, and PowerShell 6 and newer. */
  | 'powershell'
  | 'cmd'
  /** A Linux within Windows, where files have other names. */
  | 'wsl'
  /** One whose rules are not known here. */
  | 'other';

const POSIX = new Set(['sh', 'ash', 'bash', 'dash', 'ksh', 'ksh93', 'mksh', 'rbash', 'zsh']);
const POWERSHELL = new Set(['powershell', 'pwsh', 'pwsh-preview']);

/**
 * Tells what shell a program is.
 *
 * @param program its path or name; empty where it is not known: then what the platform has
 * @param platform as Node names it
 */
export function shellOf(program: string, platform: string): Shell {
  const onWindows = platform === 'win32';
  if (program === '') return onWindows ? 'powershell' : 'posix';
  const path = program.toLowerCase();
  const name = path.slice(path.search(/[^\\/]*$/)).replace(/\.exe$/, '');
  if (POSIX.has(name)) {
    if (!onWindows) return 'posix';
    // Windows' own bash is that of a Linux within it.
    return /[\\/](?:system32|sysnative)[\\/]/.test(path) ? 'wsl' : 'msys';
  }
  if (POWERSHELL.has(name)) return 'powershell';
  return name === 'fish' || name === 'cmd' || name === 'wsl' ? name : 'other';
}
