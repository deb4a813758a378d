import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const projectRoot = join(import.meta.dirname, '../../..');

export interface Finding {
  /** The rule, as oxlint names it: `plugin(rule)`. */
  readonly rule: string;
  readonly file: string;
  readonly line: number;
}

interface Report {
  diagnostics: { code: string; filename: string; labels: { span: { line: number } }[] }[];
}

/** Writes the files (text by path) into a folder of their own and lints them with the project's own configuration. */
export async function lintTree(files: Readonly<Record<string, string>>): Promise<Finding[]> {
  const tree = await mkdtemp(join(tmpdir(), 'hoosegow-lint-'));
  try {
    await copyFile(join(projectRoot, '.oxlintrc.json'), join(tree, '.oxlintrc.json'));
    await copyFile(join(projectRoot, 'tsconfig.json'), join(tree, 'tsconfig.json'));
    await symlink(join(projectRoot, 'node_modules'), join(tree, 'node_modules'), 'junction');
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), text);
    }
    const report = JSON.parse(await oxlint(tree)) as Report;
    return report.diagnostics.map(({ code, filename, labels }) => ({
      rule: code,
      file: filename,
      line: labels[0]?.span.line ?? 0,
    }));
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}

/** Oxlint exits with 1 whenever it finds something, so its output is what counts. */
function oxlint(folder: string): Promise<string> {
  const script = join(projectRoot, 'node_modules/oxlint/bin/oxlint');
  return new Promise((resolve) => {
    execFile(process.execPath, [script, '--format=json'], { cwd: folder, maxBuffer: 2 ** 26 }, (_error, stdout) =>
      resolve(stdout),
    );
  });
}
