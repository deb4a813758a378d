import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const RIG = 'test/support/rig';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const workflow = read('.github/workflows/ci.yml');

describe('the workflow', () => {
  it('ends no run but that of a pull request which has moved on', () => {
    expect(workflow).toContain("cancel-in-progress: ${{ github.event_name == 'pull_request' }}");
    // Of two that wait in one group GitHub drops the first.
    expect(workflow).toContain("group: ci-${{ github.event_name == 'pull_request' && github.ref || github.run_id }}");
  });

  it('caches what the tests make, by all that says what it is', () => {
    const [, list = ''] = /key: .*hashFiles\(([^)]*)\)/.exec(workflow) ?? [];
    const keyed = Array.from(list.matchAll(/'([^']+)'/g), ([, path = '']) => path);
    const makers = readdirSync(join(ROOT, RIG))
      .map((name) => `${RIG}/${name}`)
      .filter((path) => path.endsWith('.ts') && read(path).includes('cacheFolder()'));
    expect(keyed.toSorted()).toEqual(makers.toSorted());
    const [, path = ''] = /path: ~\/(.+)/.exec(workflow) ?? [];
    expect(read(`${RIG}/codeServer.ts`)).toContain(`join(homedir(), '${path.replace('/', "'), '")}')`);
  });

  it('runs layers that there are', () => {
    const layers = Array.from(workflow.matchAll(/--layers=([\w,]+)/g), ([, names = '']) => names.split(',')).flat();
    const known = Array.from(read('CONTRIBUTING.md').matchAll(/^\| `(\w+)` +\|/gm), ([, name = '']) => name);
    expect(layers.length).toBeGreaterThan(0);
    expect(layers.filter((layer) => !known.includes(layer))).toEqual([]);
  });
});

it('the test file that is open is started on a fresh build', () => {
  const { configurations } = JSON.parse(read('.vscode/launch.json')) as {
    readonly configurations: readonly { readonly name: string; readonly preLaunchTask?: string }[];
  };
  const { tasks } = JSON.parse(read('.vscode/tasks.json')) as { readonly tasks: readonly { readonly label: string }[] };
  const labels = tasks.map(({ label }) => label);
  expect(configurations.filter(({ preLaunchTask = '' }) => !labels.includes(preLaunchTask))).toEqual([]);
  expect(configurations.find(({ name }) => name.startsWith('Test file'))?.preLaunchTask).toBe('build');
});
