import { ok } from 'node:assert';
import { placeInLine } from '../../../src/editor/source/sourcePlace.ts';
import { refusalHint } from '../../../src/engine/hosts/docker/connection/refusalHint.ts';
import { buildKitNeeds } from '../../../src/engine/hosts/docker/images/dockerfile/buildKitNeeds.ts';
import { copiesOf } from '../../../src/engine/hosts/docker/images/dockerfile/copies.ts';
import { namedImages } from '../../../src/engine/hosts/docker/images/dockerfile/namedImages.ts';
import { parseDockerfile } from '../../../src/engine/hosts/docker/images/dockerfile/parseDockerfile.ts';
import { readIgnoreRules } from '../../../src/engine/hosts/docker/images/context/ignoreRules.ts';
import { installCause } from '../../../src/engine/hosts/docker/images/log/installCause.ts';
import { publicForm } from '../../../src/engine/hosts/docker/images/context/installSettings.ts';
import { localDependencies } from '../../../src/engine/hosts/docker/images/project/localDependencies.ts';
import { UsageError } from '../../../src/engine/errors/errors.ts';
import { dockerfileFacts } from '../../../src/engine/methods/check/dockerfile.ts';
import { expand, processorTime, pumpedInputs, readPumped } from '../pumped.ts';
import type { Target } from '../target.ts';

const SNIPPETS = [
  'FROM a',
  'COPY ',
  'RUN --mount=',
  'ARG A=',
  'ONBUILD ',
  '<<A ',
  '${A:-',
  '$A',
  '# syntax=',
  '\\\n',
  '\n',
  ' ',
  '\t',
  '*',
  '?',
  '[',
  ']',
  '!',
  '**/',
  '../',
  '/',
  '//',
  'a',
  'A',
  '_',
  '-',
  ':',
  '@',
  '=',
  '"',
  "'",
  '#',
  '%23~/.yarn/patches/',
  '.patch',
  '.js:1',
  'npm install ',
  'packages:\n',
  '- ',
  '{"dependencies":{"a":"file:./x"}',
  'ERR_PNPM_',
  '\u2028',
  '\r',
];

/** Everything that looks through a text of a folder, or of a build, in the process of the host itself. */
const READERS: readonly ((text: string) => unknown)[] = [
  (text) => {
    const dockerfile = parseDockerfile(text);
    return [buildKitNeeds(dockerfile), copiesOf(dockerfile).takes('package-lock.json'), namedImages(dockerfile, {})];
  },
  (text) => copiesOf(parseDockerfile(`COPY ${text} .`)).takes('npm-shrinkwrap.json'),
  (text) => dockerfileFacts(text, 'FROM a', undefined),
  (text) => publicForm('.npmrc', text),
  (text) => publicForm('.yarnrc.yml', text),
  (text) => localDependencies((name) => Promise.resolve(name.endsWith('.json') ? undefined : text)),
  (text) => localDependencies((name) => Promise.resolve(name.endsWith('.json') ? text : undefined)),
  (text) => placeInLine(text),
  (text) => refusalHint(text),
  (text) => installCause(text),
  (text) => ignoring(text, text.slice(0, 4000)),
  (text) => ignoring(text, 'a'.repeat(250)),
];

function ignoring(text: string, path: string): unknown {
  try {
    const rules = readIgnoreRules(text);
    return [rules.ignores(path), rules.isSecret(path), rules.mayIncludeBelow(path)];
  } catch (error) {
    // What is no pattern is refused.
    if (error instanceof UsageError) return error;
    throw error;
  }
}

/** Characters of a text: with steps for each pair of them it would take a minute. */
const LENGTH = 100_000;
/** Milliseconds of processor time; a text takes a few. */
const MOST = 4000;

/** Texts of strangers that are read in the host's own thread take time by their length alone. */
export const slowText: Target = {
  name: 'slowText',
  generate: (seed, count) => pumpedInputs(SNIPPETS, seed, count),
  run: async (input) => {
    const pumped = readPumped(input);
    const begun = processorTime();
    await READERS[pumped.choice % READERS.length]?.(expand(pumped, LENGTH));
    ok(processorTime() - begun < MOST, 'takes more time than its length explains');
  },
};
