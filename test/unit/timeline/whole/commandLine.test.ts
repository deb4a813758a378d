import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandLine, NoCommandError } from '../../../../src/timeline/whole/commandLine.ts';
import type { Shell } from '../../../../src/text/shell/shell.ts';
import { parseArgumentJson } from '../../../../src/wire/json/argumentJson.ts';
import { META } from '../../recording/recordings.ts';
import { cmdReads } from '../../text/shell/cmdReads.ts';
import { powershellReads } from '../../text/shell/powershellReads.ts';
import { pathOfShell, shellReads } from '../../text/shell/shellReads.ts';
import { partings } from '../../text/shell/windowsArgv.ts';

const meta = { ...META, inmateDir: '/home/me/my inmate', image: 'x', engine: 'docker' };

/** What the command is called with in all the ways that a shell has, and what comes by its pipe. */
type Reading = readonly { readonly words: readonly string[]; readonly input?: string | undefined }[];

const READINGS: Readonly<Partial<Record<Shell, (line: string) => Reading>>> = {
  posix: (line) => [{ words: shellReads('/bin/sh', line) }],
  msys: (line) => [{ words: shellReads('/bin/sh', line.replace(/^MSYS2_ARG_CONV_EXCL='\*' /, '')) }],
  cmd: (line) =>
    cmdReads(line)
      .flatMap(partings)
      .map((words) => ({ words })),
  powershell: (line) => {
    const { input, lines } = powershellReads(line);
    return lines.flatMap(partings).map((words) => ({ words, input }));
  },
};
const fish = pathOfShell('fish');
if (fish !== undefined) Object.assign(READINGS, { fish: (line: string) => [{ words: shellReads(fish, line) }] });

/** Calls that are tried: to start a shell takes time. */
const RUNS = { posix: 30, msys: 10, fish: 10, powershell: 500, cmd: 500 } as const;

describe('the command that makes the same call', () => {
  it('names folder, method and arguments', () => {
    const args = ["it's", { a: 1n }];
    expect(commandLine({ ...meta, method: 'render', args }, 'posix')).toBe(
      String.raw`hoosegow run --args '["it'\''s",{"a":{"bigint":"1"}}]' '/home/me/my inmate' render`,
    );
    const windows = { ...meta, inmateDir: 'C:\\Users\\me\\my inmate', method: 'render', args };
    expect(commandLine(windows, 'cmd')).toBe(
      String.raw`hoosegow run --args "[\"it's\",{\"a\":{\"bigint\":\"1\"}}]" "C:\Users\me\my inmate" render`,
    );
    expect(commandLine(windows, 'powershell')).toBe(
      String.raw`'["it''s",{"a":{"bigint":"1"}}]' | hoosegow run --args '@-' 'C:\Users\me\my inmate' render`,
    );
    expect(commandLine({ ...windows, args: [1, true] }, 'powershell')).toContain("hoosegow run --args '[1,true]' ");
    expect(commandLine({ ...windows, args: ['/x'] }, 'msys')).toMatch(/^MSYS2_ARG_CONV_EXCL='\*' hoosegow run /);
    expect(commandLine({ ...meta, method: 'now', args: [] }, 'posix')).toBe(`hoosegow run '/home/me/my inmate' now`);
    expect(commandLine({ ...meta, method: 'now', args: [], engine: 'process' }, 'posix')).toContain(
      ' --engine process ',
    );
    expect(commandLine({ ...meta, method: 'now', args: [], inmateDir: null, image: 'hoosegow:1' }, 'posix')).toBe(
      'hoosegow run --image hoosegow:1 now',
    );
  });

  it.each(['posix', 'msys', 'fish', 'powershell', 'cmd'] as const)(
    'is these words to %s, whatever the names and values are',
    (shell) => {
      const read = READINGS[shell];
      if (!read) return;
      const unit = fc.constantFrom(...'a-\'"$`\\ !;%^&|<>()\u202e\u2019\n漢'.split(''));
      const name = fc.string({ minLength: 1, unit });
      const values = fc.array(fc.jsonValue({ stringUnit: unit }), { maxLength: 3 });
      let written = 0;
      fc.assert(
        fc.property(name, name, values, (method, folder, args) => {
          const inmateDir = `/x/${folder}`;
          let line: string;
          try {
            line = commandLine({ ...meta, method, inmateDir, args }, shell);
          } catch (error) {
            if (!(error instanceof NoCommandError)) throw error;
            return /["\n]|\s[^]*\\/.test(`${method}${folder}`);
          }
          written++;
          for (const { words, input } of read(line)) {
            const called = words.slice(-2);
            expect([called[0]?.replace(/\\\.$/, '\\'), called[1]]).toEqual([inmateDir, method]);
            const at = words.indexOf('--args');
            const json = words[at + 1] === '@-' ? input : words[at + 1];
            expect(at < 0 ? [] : parseArgumentJson(json ?? '')).toEqual(args);
            expect(words.includes('--')).toBe(method.startsWith('-'));
          }
          return true;
        }),
        { numRuns: RUNS[shell] },
      );
      expect(written).toBeGreaterThan(5);
    },
  );

  it('is not made up where there is none', () => {
    const calls: readonly (readonly [Partial<typeof meta>, Shell])[] = [
      [{ args: null }, 'posix'],
      [{ args: ['x'.repeat(200_000)] }, 'posix'],
      [{ args: ['x'.repeat(9000)] }, 'cmd'],
      [{ args: ['x'.repeat(40_000)] }, 'msys'],
      [{ args: ['a\nb'] }, 'other'],
      [{ method: 'a"b' }, 'powershell'],
      [{ method: 'a\u001b[201~\nb' }, 'posix'],
      [{}, 'wsl'],
    ];
    for (const [call, shell] of calls) expect(() => commandLine({ ...meta, ...call }, shell)).toThrow(NoCommandError);
    expect(() => commandLine({ ...meta, inmateDir: null, image: null }, 'posix')).toThrow(NoCommandError);
    expect(() => commandLine({ ...meta, method: 'a"b', args: [] }, 'cmd')).toThrow(
      'the name of the method has characters that cannot be written in a command of cmd.exe',
    );
  });
});
