import { builtinModules, isBuiltin } from 'node:module';
import { nearestName } from '../nearestName.ts';
import { ELSEWHERE, fails, mayFail, type Resolution } from './resolution.ts';

/** Modules that newer versions of Node have, and that the one in use may lack. */
const NEWER = ['node:sqlite', 'node:sea', 'node:test', 'node:test/reporters', 'node:quic', 'node:ffi', 'node:vfs'];

/** Resolves an import that is a URL: `node:fs`, `https://…`. */
export function resolveScheme(specifier: string): Resolution {
  const scheme = specifier.slice(0, specifier.indexOf(':')).toLowerCase();
  if (scheme === 'data' || scheme === 'file') return ELSEWHERE;
  if (scheme === 'node') {
    if (isBuiltin(specifier) || NEWER.includes(specifier)) return ELSEWHERE;
    const near = nearestName(specifier, [...builtinModules.map((name) => `node:${name}`), ...NEWER]);
    // A newer Node than this one may have it.
    if (near === undefined) return mayFail(`"${specifier}" is not known to be a module of Node`);
    return fails(`there is no module "${specifier}" in Node: is "${near}" meant?`);
  }
  if (scheme === 'http' || scheme === 'https') {
    return fails(`Node imports nothing from the web: install the package of "${specifier}" with npm, and import that`);
  }
  const rest = specifier.slice(scheme.length + 1);
  const name = /^(?:@[^/@]+\/)?[^/@]+/.exec(rest)?.[0];
  if ((scheme === 'npm' || scheme === 'jsr') && name !== undefined) {
    const install = scheme === 'npm' ? `npm install ${name}` : `npx jsr add ${name}`;
    return fails(`Node knows no "${scheme}:" imports: run "${install}", and write "${name}"`);
  }
  return fails(`Node knows no "${scheme}:" imports`);
}
