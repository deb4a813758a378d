import { expect, it } from 'vitest';
import { shellOf } from '../../../../src/text/shell/shell.ts';

it.each([
  ['/bin/zsh', 'darwin', 'posix'],
  ['/bin/bash', 'linux', 'posix'],
  ['/usr/bin/fish', 'linux', 'fish'],
  ['/usr/bin/pwsh', 'linux', 'powershell'],
  ['/usr/bin/nu', 'linux', 'other'],
  ['', 'linux', 'posix'],
  ['', 'win32', 'powershell'],
  [String.raw`C:\WINDOWS\System32\WindowsPowerShell\v1.0\powershell.exe`, 'win32', 'powershell'],
  [String.raw`C:\Program Files\PowerShell\7\pwsh.exe`, 'win32', 'powershell'],
  [String.raw`C:\WINDOWS\System32\cmd.exe`, 'win32', 'cmd'],
  [String.raw`C:\Program Files\Git\bin\bash.exe`, 'win32', 'msys'],
  [String.raw`C:\WINDOWS\System32\bash.exe`, 'win32', 'wsl'],
  [String.raw`C:\WINDOWS\System32\wsl.exe`, 'win32', 'wsl'],
  [String.raw`C:\tools\nu.exe`, 'win32', 'other'],
])('%s on %s is of the shells that are called %s', (program, platform, shell) => {
  expect(shellOf(program, platform)).toBe(shell);
});
