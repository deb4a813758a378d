import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import lock from '../../../package-lock.json' with { type: 'json' };
import manifest from '../../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '../../..');

interface Locked {
  readonly engines?: { readonly node?: string } | readonly string[];
  readonly optional?: boolean;
}

type Version = readonly [major: number, minor: number];

/** What each installed package says of Node; one that is optional is left out where it does not fit. */
const ranges = Object.values<Locked>(lock.packages as unknown as Record<string, Locked>).flatMap((each) =>
  each.optional !== true && each.engines && 'node' in each.engines && each.engines.node !== undefined
    ? [each.engines.node]
    : [],
);

/** Whether a version is in a range, as far as packages write ranges. */
function satisfies([major, minor]: Version, range: string): boolean {
  return range.split('||').some((way) =>
    Array.from(way.trim().matchAll(/(\^|~|>=|<=|>|<|=|)\s*v?(\d+|\*)(?:\.(\d+|x|\*))?(?:\.[\dx*]+)?/g)).every(
      ([, sign, first = '*', second]) => {
        if (first === '*') return true;
        const [wanted, least] = [Number(first), Number(second) || 0];
        const distance = (major - wanted) * 1000 + minor - least;
        switch (sign) {
          case '>=':
            return distance >= 0;
          case '>':
            return second === undefined ? major > wanted : distance > 0;
          case '<=':
            return distance <= 0;
          case '<':
            return distance < 0;
          case '^':
            return major === wanted && distance >= 0;
          default:
            return major === wanted && (second === undefined || minor === least);
        }
      },
    ),
  );
}

/** The first version of a line that all packages take. */
function firstOf(major: number): string | undefined {
  const minors = Array.from({ length: 40 }, (_, minor) => minor);
  const minor = minors.find((each) => ranges.every((range) => satisfies([major, each], range)));
  return minor === undefined ? undefined : `${major}${minor === 0 ? '' : `.${minor}`}`;
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8').replace(/\s+/g, ' ');

describe('Node.js', () => {
  it('for users is that of the manifest', () => {
    const [, major] = /^>=(\d+)$/.exec(manifest.engines.node) ?? [];
    expect(read('README.md')).toContain(`Node.js: ${major} or newer to use it`);
    expect(read('README.md')).toContain(`It is for Node ${major} and newer`);
    expect(manifest.devDependencies['@types/node']).toMatch(new RegExp(`^${major}\\.`));
  });

  it('for development is what all packages of the lock file take', () => {
    const lines = [20, 21, 22, 23, 24, 25, 26].flatMap((major) => firstOf(major) ?? []);
    const last = lines.findIndex((line, i) => lines.slice(i).every((one, j) => one === String(Number(line) + j)));
    const words = `${lines.slice(0, last).join(', ')}, or ${lines[last]} and newer`;
    expect(read('README.md')).toContain(`${words} to develop it`);
    expect(read('CONTRIBUTING.md')).toContain(`Node.js ${words}`);
  });

  it.each<[Version, string, boolean]>([
    [[20, 19], '^20.19.0 || >=22.12.0', true],
    [[20, 18], '^20.19.0 || >=22.12.0', false],
    [[22, 11], '^20.19.0 || >=22.12.0', false],
    [[23, 0], '^20.0.0 || ^22.0.0 || >=24.0.0', false],
    [[20, 3], '20 || >=22', true],
    [[21, 0], '20 || >=22', false],
    [[20, 0], '>= 0.6', true],
    [[20, 0], '>=18 <20', false],
    [[20, 0], '*', true],
  ])('%j is in %s: %j', (version, range, expected) => {
    expect(satisfies(version, range)).toBe(expected);
  });
});
