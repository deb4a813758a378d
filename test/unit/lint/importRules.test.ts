import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Finding, lintTree, projectRoot } from './lintTree.ts';

const RESTRICTED = 'eslint(no-restricted-imports)';
const CYCLE = 'import(no-cycle)';

interface Layer {
  /** Its folder; or the one file that it is. */
  readonly top: string;
  /** Specifiers as a file directly in the folder has them. */
  readonly good: readonly string[];
  readonly bad: readonly string[];
  /** Of these, types alone. */
  readonly types?: readonly string[];
}

const leaves = (prefix: string, layers: readonly string[]) => layers.map((layer) => `${prefix}${layer}/leaf.ts`);

/** What the editor first needs on use, from `src/editor`: folders, and files of others. */
const LATE = [
  ...leaves('./', ['arguments', 'builds', 'calls', 'commands', 'compare', 'exports', 'images', 'scaffold']),
  './editorParts.ts',
  './source/installPackages.ts',
  './source/openSource.ts',
  './settings/openSetting.ts',
  './dispatches/pickDispatch.ts',
];

/** What each layer may import, and what it may not. */
const layers: Record<string, Layer> = {
  wire: {
    top: 'src/wire',
    good: ['./leaf.ts', '../wire/leaf.ts', '@msgpack/msgpack'],
    bad: [
      ...leaves('../', ['recording', 'engine', 'timeline', 'protocol', 'text', 'editor', 'cli']),
      '../extension.ts',
      '../../webview/leaf.ts',
      '../../inmate-template/inmate.ts',
      '../../test/support/leaf.ts',
      'node:fs',
      'fs',
      'vscode',
      'dockerode',
      '@msgpack/other',
      '../../src/cli/leaf.ts',
      './../engine/leaf.ts',
    ],
  },
  recording: {
    top: 'src/recording',
    good: ['./leaf.ts', '../wire/leaf.ts', '../text/leaf.ts', 'node:fs'],
    bad: [
      ...leaves('../', ['engine', 'timeline', 'protocol', 'editor', 'cli']),
      '../extension.ts',
      '../../webview/leaf.ts',
      '../../test/support/leaf.ts',
      '../../packaging/leaf.mjs',
      'vscode',
      'hoosegow-inspector',
    ],
  },
  engine: {
    top: 'src/engine',
    good: [
      './leaf.ts',
      './hosts/leaf.ts',
      '../wire/leaf.ts',
      '../recording/leaf.ts',
      '../text/leaf.ts',
      'node:fs',
      'dockerode',
    ],
    bad: [
      ...leaves('../', ['timeline', 'protocol', 'editor', 'cli']),
      '../extension.ts',
      '../../webview/leaf.ts',
      '../../inmate-template/inmate.ts',
      'vscode',
    ],
  },
  timeline: {
    top: 'src/timeline',
    good: ['./leaf.ts', ...leaves('../', ['recording', 'protocol', 'text', 'wire/json'])],
    bad: [
      ...leaves('../', ['wire', 'wire/msgpack', 'wire/answer', 'wire/jar', 'engine', 'editor', 'cli']),
      '../extension.ts',
      '../../webview/leaf.ts',
      'vscode',
    ],
  },
  protocol: {
    top: 'src/protocol',
    good: ['./leaf.ts', '../text/leaf.ts'],
    bad: [
      ...leaves('../', ['wire', 'recording', 'engine', 'timeline', 'editor', 'cli']),
      '../extension.ts',
      '../../webview/leaf.ts',
      'node:fs',
      'vscode',
    ],
  },
  text: {
    top: 'src/text',
    good: ['./leaf.ts'],
    bad: [
      ...leaves('../', ['wire', 'recording', 'engine', 'timeline', 'protocol', 'editor', 'cli']),
      '../extension.ts',
      '../../webview/leaf.ts',
      'node:fs',
      'fs',
      'vscode',
      '@msgpack/msgpack',
    ],
  },
  cli: {
    top: 'src/cli',
    good: [
      '../engine/index.ts',
      '../engine/internal.ts',
      ...leaves('../', ['wire', 'recording', 'timeline', 'protocol', 'text']),
    ],
    bad: [
      ...leaves('../engine/', ['dispatch', 'hosts/docker']),
      '../engine/hoosegow.ts',
      '../engine/other.ts',
      '../engine/ideas.ts',
      '../editor/leaf.ts',
      '../extension.ts',
      '../../webview/leaf.ts',
      '../../inmate-template/inmate.ts',
      'vscode',
    ],
  },
  editor: {
    top: 'src/editor',
    good: [
      ...leaves('./', ['callDocuments', 'timeline', 'engines']),
      ...leaves('../', ['protocol', 'text']),
      '../wire/thrown.ts',
      'vscode',
    ],
    types: [
      '../engine/index.ts',
      '../engine/internal.ts',
      './lazy/leaf.ts',
      ...LATE,
      ...leaves('../', ['wire', 'wire/json', 'recording', 'recording/file', 'timeline', 'timeline/rows']),
      '../wire/taken.ts',
    ],
    bad: [
      ...leaves('../engine/', ['dispatch', 'hosts/docker']),
      '../engine/hoosegow.ts',
      '../engine/other.ts',
      '../engine/ideas.ts',
      '../cli/leaf.ts',
      '../extension.ts',
      '../../webview/leaf.ts',
      '../../inmate-template/inmate.ts',
    ],
  },
  'what the editor loads on first use': {
    top: 'src/editor/commands',
    good: [
      ...LATE.map((specifier) => `.${specifier}`),
      ...leaves('../', ['callDocuments', 'dispatches', 'engines']),
      ...leaves('../../', ['protocol', 'text']),
      '../../wire/thrown.ts',
      'vscode',
    ],
    types: [
      '../../engine/index.ts',
      '../../engine/internal.ts',
      '../lazy/leaf.ts',
      ...leaves('../../', ['wire', 'recording', 'timeline']),
    ],
    bad: [...leaves('../../engine/', ['dispatch', 'hosts/docker']), '../../cli/leaf.ts', '../../extension.ts'],
  },
  'what of the editor is loaded with the engine': {
    top: 'src/editor/lazy',
    good: [
      '../../engine/index.ts',
      '../../engine/internal.ts',
      ...leaves('../../', ['wire', 'recording', 'timeline', 'protocol', 'text']),
    ],
    bad: [...leaves('../../engine/', ['dispatch', 'hosts/docker']), '../../engine/hoosegow.ts', '../../cli/leaf.ts'],
  },
  extension: {
    top: 'src/extension.ts',
    good: ['./editor/leaf.ts', 'vscode'],
    bad: ['./engine/leaf.ts', './cli/leaf.ts', '../webview/leaf.ts'],
  },
  webview: {
    top: 'webview',
    good: ['./leaf.ts', '../src/protocol/leaf.ts', '../src/text/leaf.ts'],
    bad: [
      ...leaves('../src/', ['wire', 'recording', 'engine', 'timeline', 'editor', 'cli']),
      '../src/extension.ts',
      'node:fs',
      'vscode',
    ],
  },
  'inmate-template': {
    top: 'inmate-template/entrypoint',
    good: ['./leaf.ts', '../../src/wire/leaf.ts', 'node:fs'],
    bad: [
      ...leaves('../../src/', ['recording', 'engine', 'timeline', 'protocol', 'text', 'editor', 'cli']),
      '../../src/extension.ts',
      '../../webview/leaf.ts',
      '../../test/support/leaf.ts',
      'vscode',
    ],
  },
  'the sample inmate': {
    top: 'inmate-template/inmate.ts',
    good: ['marked', 'node:fs'],
    bad: ['../src/wire/leaf.ts', '../src/engine/leaf.ts', 'vscode'],
  },
};

/** Files of a layer, from its folder down: a rule holds at every depth. */
const DEPTHS = ['', 'deep/', 'deep/er/'];

interface Planted extends Layer {
  readonly file: string;
}

function plantedIn(layer: Layer): readonly Planted[] {
  if (layer.top.endsWith('.ts')) return [{ ...layer, file: layer.top }];
  return DEPTHS.map((depth) => {
    const up = '../'.repeat(depth.split('/').length - 1);
    const from = (specifier: string): string => {
      if (up === '' || !specifier.startsWith('.')) return specifier;
      return specifier.startsWith('./..') ? `./${up}${specifier.slice(2)}` : up + specifier.replace(/^\.\//, '');
    };
    const { good, bad, types = [] } = layer;
    const file = `${layer.top}/${depth}planted.ts`;
    return { ...layer, file, good: good.map(from), bad: bad.map(from), types: types.map(from) };
  });
}

const planted = Object.values(layers).flatMap(plantedIn);

/** Every way in which one line can name another module; `id` keeps the names apart. */
const forms = [
  (specifier: string, id: string) => `import * as all${id} from '${specifier}';`,
  (specifier: string) => `import '${specifier}';`,
  (specifier: string, id: string) => `import type { Leaf as Type${id} } from '${specifier}';`,
  (specifier: string, id: string) => `import { type Leaf as Inline${id} } from '${specifier}';`,
  (specifier: string, id: string) => `export { leaf as leaf${id} } from '${specifier}';`,
  (specifier: string, id: string) => `export type { Leaf as Leaf${id} } from '${specifier}';`,
  (specifier: string) => `export * from '${specifier}';`,
  (specifier: string, id: string) => `export const load${id} = () => import('${specifier}');`,
];

const linesIn = (ways: typeof forms, specifiers: readonly string[]) =>
  specifiers.flatMap((specifier) => ways.map((form) => form(specifier, Buffer.from(specifier).toString('hex'))));

const linesFor = (specifiers: readonly string[]) => linesIn(forms, specifiers);

/** Those of the forms that leave nothing when types are gone. */
const isOfTypes = (form: (specifier: string, id: string) => string) => form('x', '').includes('type ');

const misleading = {
  'src/engine/typeAnnotation.ts': `export type Main = import('../cli/main.ts').Main;\n`,
  'src/engine/typeOf.ts': `export type Main = typeof import('../cli/main.ts');\n`,
  'src/engine/require.ts': `export const main: unknown = require('../cli/main.ts');\n`,
};

const cycles = {
  'src/wire/here.ts': `import type { There } from './there.ts';\nexport type Here = There | 1;\n`,
  'src/wire/there.ts': `import type { Here } from './here.ts';\nexport type There = Here[];\n`,
  'src/recording/one.ts': `import { two } from './two.ts';\nexport const one = (): number => two();\n`,
  'src/recording/two.ts': `export { three as two } from './three.ts';\n`,
  'src/recording/three.ts': `import { one } from './one.ts';\nexport const three = (): number => one();\n`,
};

const unsound = {
  'src/engine/floating.ts': `export async function start(): Promise<void> {}\nstart();\n`,
  'src/engine/any.ts': `export const parsed = (text: string) => JSON.parse(text).value;\n`,
  'src/engine/switch.ts': `export function size(of: 'a' | 'b'): void {\n  switch (of) {\n    case 'a':\n      return;\n  }\n}\n`,
};

const sound = {
  'src/wire/sound.ts': `export const two = 2;\n`,
  'src/engine/sound.ts': `import { two } from '../wire/sound.ts';\n\nexport const four = two + two;\n`,
};

let findings: Finding[];

const rulesIn = (file: string) => findings.filter((finding) => finding.file === file).map((finding) => finding.rule);

beforeAll(async () => {
  const texts = planted.map(({ file, good, bad, types = [] }) => [
    file,
    linesFor([...good, ...bad, ...types]).join('\n'),
  ]);
  findings = await lintTree({
    ...(Object.fromEntries(texts) as Record<string, string>),
    ...misleading,
    ...cycles,
    ...unsound,
    ...sound,
  });
});

describe('import rules', () => {
  it.each(planted.map((layer) => [layer.file, layer] as const))(
    'hold %s to its own imports, whatever the form',
    (_file, layer) => {
      const { types = [] } = layer;
      const lines = linesFor([...layer.good, ...layer.bad, ...types]);
      const reported = findings.filter(({ rule, file }) => rule === RESTRICTED && file === layer.file);
      const numbers = new Set(reported.map(({ line }) => line));
      expect(lines.filter((_line, index) => numbers.has(index + 1))).toEqual([
        ...linesFor(layer.bad),
        ...types.flatMap((specifier) =>
          linesIn(
            forms.filter((form) => !isOfTypes(form)),
            [specifier],
          ),
        ),
      ]);
    },
  );

  it('find what the import rule itself does not see', () => {
    expect(rulesIn('src/engine/typeAnnotation.ts')).toContain('typescript(consistent-type-imports)');
    expect(rulesIn('src/engine/typeOf.ts')).toContain('typescript(consistent-type-imports)');
    expect(rulesIn('src/engine/require.ts')).toContain('typescript(no-require-imports)');
  });

  it.each(Object.keys(cycles))('find the cycle through %s', (file) => {
    expect(rulesIn(file)).toContain(CYCLE);
  });

  it('cover every folder of src', async () => {
    const entries = await readdir(join(projectRoot, 'src'), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    expect(folders.filter((folder) => !(folder in layers))).toEqual([]);
  });

  it('cannot be passed by a computed specifier', async () => {
    const computed = /\bimport\(\s*[^'"\s)]|\bcreateRequire\b|\bgetBuiltinModule\b/;
    const offenders: string[] = [];
    for (const file of await readdir(join(projectRoot, 'src'), { recursive: true })) {
      if (file.endsWith('.ts') && computed.test(await readFile(join(projectRoot, 'src', file), 'utf8'))) {
        offenders.push(file);
      }
    }
    expect(offenders).toEqual([]);
  });
});

describe('typed rules', () => {
  it('are in force', () => {
    expect(rulesIn('src/engine/floating.ts')).toContain('typescript(no-floating-promises)');
    expect(rulesIn('src/engine/any.ts')).toContain('typescript(no-unsafe-return)');
    expect(rulesIn('src/engine/switch.ts')).toContain('typescript(switch-exhaustiveness-check)');
  });

  it('let sound code pass', () => {
    expect(Object.keys(sound).flatMap(rulesIn)).toEqual([]);
  });
});
