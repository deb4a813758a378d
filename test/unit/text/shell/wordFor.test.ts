import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cmdJson } from '../../../../src/text/shell/cmdWord.ts';
import type { Shell } from '../../../../src/text/shell/shell.ts';
import { pathFor, wordFor } from '../../../../src/text/shell/shellWord.ts';
import { cmdReads } from './cmdReads.ts';
import { powershellReads } from './powershellReads.ts';
import { pathOfShell, shellReads } from './shellReads.ts';
import { partings } from './windowsArgv.ts';

/** All that some shell or program takes for more than text, and characters of every width. */
const unit = fc.constantFrom(
  ...(String.raw`'"\ $` + '`%^&|<>()[]{}!;,=~#*?@-+:/.ab19').split(''),
  '\n',
  '‘',
  '’',
  '“',
  '”',
  'é',
  '漢',
  '🧑‍🚀',
  '\u202e',
  '%PATH%',
  '\\"',
  '""',
  '%a%',
);
const text = fc.string({ unit, maxLength: 12 });

function holds(words: fc.Arbitrary<string>, runs: number, check: (text: string) => void): void {
  fc.assert(fc.property(words, check), { numRuns: runs });
}

describe('a word in a command', () => {
  it.each([
    ['sh', 'posix'],
    ['bash', 'posix'],
    ['zsh', 'posix'],
    ['fish', 'fish'],
    ['sh', 'other'],
    ['zsh', 'other'],
    ['fish', 'other'],
  ] as const)('is that text to %s, whatever it is, as one of %s', (name, shell) => {
    const path = pathOfShell(name);
    if (path === undefined) return;
    const texts = fc.sample(text, { numRuns: 300, seed: 7 });
    const written = [...texts, '', '=ls', '%1', '-n', 'a\nb', '\\', "'", "\\'"].flatMap((each) => {
      const word = wordFor(shell, each);
      expect(word !== undefined || shell === 'other').toBe(true);
      return word === undefined ? [] : [[each, word] as const];
    });
    expect(shellReads(path, written.map(([, word]) => word).join(' '))).toEqual(written.map(([each]) => each));
  });

  it('is that text to a program that cmd.exe starts, also by a batch file', () => {
    holds(text, 1500, (each) => {
      const word = wordFor('cmd', each);
      expect(word !== undefined || /["\n]/.test(each)).toBe(true);
      if (word === undefined) return;
      for (const read of cmdReads(`hoosegow ${word} end`)) {
        for (const words of partings(read)) expect(words).toEqual(['hoosegow', each, 'end']);
      }
    });
    expect(wordFor('cmd', String.raw`C:\Users\me`)).toBe(String.raw`C:\Users\me`);
    expect(wordFor('cmd', 'C:\\100%\\a & b\\')).toBe(String.raw`"C:\100"^%"\a & b\\"`);
    expect(wordFor('cmd', '')).toBe('""');
  });

  it('is that text to a program that PowerShell starts, of any version', () => {
    holds(text, 1500, (each) => {
      const word = wordFor('powershell', each);
      expect(word !== undefined || /^$|"|\s[^]*\\$/.test(each)).toBe(true);
      if (word === undefined) return;
      for (const line of powershellReads(`hoosegow ${word} end`).lines) {
        for (const words of partings(line)) expect(words).toEqual(['hoosegow', each, 'end']);
      }
    });
    expect(wordFor('powershell', String.raw`C:\Users\me`)).toBe(String.raw`C:\Users\me`);
    expect(wordFor('powershell', 'C:\\it’s $HOME')).toBe("'C:\\it’’s $HOME'");
    expect(pathFor('powershell', '\\\\nas\\my share\\')).toBe("'\\\\nas\\my share\\.'");
  });

  it('is none where it would press keys of the terminal into which it is pasted', () => {
    for (const shell of ['posix', 'msys', 'fish', 'powershell', 'cmd', 'wsl', 'other'] satisfies Shell[]) {
      for (const key of ['\t', '\r', '\u0003', '\u001b[201~', '\u009b']) {
        expect(wordFor(shell, `a${key}b`)).toBeUndefined();
      }
    }
  });
});

describe('JSON in a command of cmd.exe', () => {
  it('is that value to a program, also by a batch file', () => {
    const values = fc.jsonValue({ stringUnit: unit });
    fc.assert(
      fc.property(values, (value) => {
        for (const read of cmdReads(`hoosegow ${cmdJson(JSON.stringify(value))} end`)) {
          for (const words of partings(read)) {
            expect(words).toEqual(['hoosegow', expect.any(String), 'end']);
            expect(JSON.parse(words[1] ?? '')).toEqual(JSON.parse(JSON.stringify(value)));
          }
        }
      }),
      { numRuns: 800 },
    );
    expect(cmdJson('["it\'s a & b",{"a":"\\\\"}]')).toBe(String.raw`"[\"it's a \u0026 b\",{\"a\":\"\\\\\"}]"`);
  });
});
