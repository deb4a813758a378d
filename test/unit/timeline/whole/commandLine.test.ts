import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandLine, NoCommandError } from '../../../../src/timeline/whole/commandLine.ts';
import { parseArgumentJson } from '../../../../src/wire/json/argumentJson.ts';
import { META } from '../../recording/recordings.ts';

const meta = { ...META, inmateDir: '/home/me/my inmate', image: 'x', engine: 'docker' };

/** What a shell makes of a command. */
function wordsOf(command: string): string[] {
  const out = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' });
  return out.split('\0').slice(0, -1);
}

describe('the command that makes the same call', () => {
  it('names folder, method and arguments', () => {
    expect(commandLine({ ...meta, method: 'render', args: ["it's", { a: 1n }] })).toBe(
      String.raw`hoosegow run --args '["it'\''s",{"a":{"bigint":"1"}}]' '/home/me/my inmate' render`,
    );
    expect(commandLine({ ...meta, method: 'now', args: [] })).toBe(`hoosegow run '/home/me/my inmate' now`);
    expect(commandLine({ ...meta, method: 'now', args: [], engine: 'process' })).toContain(' --engine process ');
    expect(commandLine({ ...meta, method: 'now', args: [], inmateDir: null, image: 'hoosegow:1' })).toBe(
      'hoosegow run --image hoosegow:1 now',
    );
  });

  it('is these words to a shell, whatever the names and values are', () => {
    const name = fc.string({
      minLength: 1,
      unit: fc.constantFrom('a', '-', "'", '"', '$', '`', '\\', ' ', '!', ';', '\u202e'),
    });
    fc.assert(
      fc.property(name, name, fc.array(fc.jsonValue(), { maxLength: 3 }), (method, folder, args) => {
        const inmateDir = `/x/${folder}`;
        const words = wordsOf(commandLine({ ...meta, method, inmateDir, args }));
        expect(words.slice(-2)).toEqual([inmateDir, method]);
        const at = words.indexOf('--args');
        expect(at < 0 ? [] : parseArgumentJson(words[at + 1] ?? '')).toEqual(JSON.parse(JSON.stringify(args)));
        expect(words.includes('--')).toBe(method.startsWith('-'));
      }),
      { numRuns: 40 },
    );
  });

  it('is not made up where there is none', () => {
    for (const call of [
      { ...meta, args: null },
      { ...meta, args: ['x'.repeat(200_000)] },
      { ...meta, inmateDir: null, image: null },
    ]) {
      expect(() => commandLine(call)).toThrow(NoCommandError);
    }
  });
});
