import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildKitNeeds } from '../../../../../src/engine/hosts/docker/images/dockerfile/buildKitNeeds.ts';
import { copiesOf } from '../../../../../src/engine/hosts/docker/images/dockerfile/copies.ts';
import { namedImages } from '../../../../../src/engine/hosts/docker/images/dockerfile/namedImages.ts';
import { parseDockerfile } from '../../../../../src/engine/hosts/docker/images/dockerfile/parseDockerfile.ts';
import { readGitIndex } from '../../../../../src/engine/hosts/docker/images/context/git/gitIndex.ts';
import { publicForm } from '../../../../../src/engine/hosts/docker/images/context/installSettings.ts';
import { lfForm, withLf } from '../../../../../src/engine/hosts/docker/images/files/lineEnds.ts';
import { localDependencies } from '../../../../../src/engine/hosts/docker/images/project/localDependencies.ts';

/** As large as such a file is read. What took its time squared would not come to an end here. */
const MIB = 1024 ** 2;
const filled = (unit: string, before = '') => before + unit.repeat(Math.floor(MIB / unit.length));

describe('a text that is written to take long is read in time', () => {
  it.each(['a', '/', '//', 'http://', 'a:', '//a:', '//a@', ';', '[]', '${a-', '${', 'a=//', '://?'])(
    '.npmrc of %j',
    (unit) => {
      for (const before of ['', 'a='])
        expect(publicForm('.npmrc', `${filled(unit, before)}\u2028`).length).toBeLessThan(2 * MIB);
      expect(publicForm('.yarnrc.yml', filled(unit, 'a: ')).length).toBeLessThan(2 * MIB);
    },
  );

  it.each(['ONBUILD ', 'RUN <<A\n', 'RUN <<A <<B\n', 'COPY ////a b\n', '\\\n', '"', '--a ', '${a:-', 'FROM a AS b\n'])(
    'Dockerfile of %j',
    (unit) => {
      for (const before of ['', 'FROM a\nRUN ', 'COPY a']) {
        const dockerfile = parseDockerfile(filled(unit, before));
        expect(copiesOf(dockerfile).isOurs).toBe(false);
        expect(buildKitNeeds(dockerfile).length).toBeLessThan(MIB);
        expect(namedImages(dockerfile, {}).length).toBeLessThan(MIB);
      }
    },
  );

  it.each(['*', '*?', '**/', '[a-z]*', 'a*'])('COPY of %j', (unit) => {
    const copies = copiesOf(
      parseDockerfile(`FROM a\nCOPY ${unit.repeat(100)}!x ${unit.repeat(MIB / 8)}x ./\nRUN npm ci\n`),
    );
    expect(copies.takes('package-lock.json')).toBe(false);
  });

  it('COPY of slashes', () => {
    expect(copiesOf(parseDockerfile(`COPY a${'/'.repeat(MIB)}b ./`)).sources).toHaveLength(1);
  });

  it('package.json and a lock of very many dependencies', async () => {
    const names = Array.from({ length: 50_000 }, (_, i) => i);
    const manifest = JSON.stringify({
      dependencies: Object.fromEntries(names.map((i) => [`d${i}`, `file:./d${i}`])),
      workspaces: names.map((i) => `w${i}`),
    });
    const lock = JSON.stringify({ packages: Object.fromEntries(names.map((i) => [`../l${i}`, {}])) });
    const found = await localDependencies(async (name) =>
      name === 'package.json' ? manifest : name === 'package-lock.json' ? lock : undefined,
    );
    expect(found).toHaveLength(150_000);
    expect(found.at(-1)?.line()).toBe(1);
  });

  it('64 MiB of line ends, in the memory of the text', () => {
    const text = Buffer.alloc(64 * MIB, '\r\n');
    expect(withLf(text)?.length).toBe(32 * MIB);
    expect(lfForm(Buffer.from('a\r\nb\rc'))).toBeUndefined();
    expect(withLf(Buffer.from('\r\na\r\n\r\n'))?.toString()).toBe('\na\n\n');
    expect(withLf(Buffer.from('a\n'))).toBeUndefined();
    expect(withLf(Buffer.from('a\r\n\0'))).toBeUndefined();
  });
});

describe('an index of git', () => {
  /** Version 4, in which each path takes all of the last one and adds a byte. */
  function growingIndex(entries: number): Buffer {
    const head = Buffer.alloc(12);
    head.write('DIRC');
    head.writeUInt32BE(4, 4);
    head.writeUInt32BE(entries, 8);
    const entry = Buffer.alloc(62 + 3);
    entry.write('\0a\0', 62, 'latin1');
    return Buffer.concat([head, ...Array.from({ length: entries }, () => entry)]);
  }

  it('that says it has very many entries has those that are there, or none', () => {
    const index = growingIndex(3);
    expect([...readGitIndex(index, '', 20).keys()]).toEqual(['a', 'aa', 'aaa']);
    index.writeUInt32BE(0xffffffff, 8);
    expect(readGitIndex(index, '', 20).size).toBe(0);
  });

  it('whose paths grow without end is none', () => {
    expect(readGitIndex(growingIndex(4096), '', 20).size).toBe(4096);
    expect(readGitIndex(growingIndex(4097), '', 20).size).toBe(0);
  });
});

describe('the public form of an address', () => {
  // How it is said in short, which takes the square of its length.
  const reference = (line: string) =>
    line
      .replace(/((?:[a-z][a-z0-9+.-]*:)?\/\/)(?:[^/@\s"']*:(?!\d+\/)[^\s"']*|[^/\s"']*)@/gi, '$1')
      .replace(/^([^=]*=\s*["']?)[^\s"'/@:]+:[^\s"'/]+@/, '$1')
      .replace(/(\/\/[^\s"'?#]+)[?#][^\s"']*/g, '$1');

  it('is what it says in short', () => {
    const piece = fc.constantFrom('a', '/', '//', ':', '@', '?', '.', '8', '80/', 'http:', ' ', "'");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const line = `registry='${pieces.join('')}`;
        expect(publicForm('.npmrc', line)).toBe(`${reference(line.trim())}\n`);
      }),
      { numRuns: 20_000 },
    );
  });
});
