import path from 'node:path';
import { messageOf } from '../../../wire/thrown.ts';
import { isRecord } from '../../../text/isRecord.ts';
import { readIfThere } from '../thread/readWithin.ts';

export interface ManifestProblem {
  /** Worded to follow the name of the file. */
  readonly problem: string;
  readonly severity: 'error' | 'warning';
}

/** What a `package.json` says about how source files run. */
export interface PackageManifest {
  /** Folder that it is in, absolute. */
  readonly dir: string;
  readonly name: string | undefined;
  readonly type: 'module' | 'commonjs' | undefined;
  readonly imports: Readonly<Record<string, unknown>>;
  readonly dependencies: ReadonlySet<string>;
  /** Installed on a developer's machine, but not in the image. */
  readonly devDependencies: ReadonlySet<string>;
  /** `hoosegow.transformTypes`: whether enums and the like are turned into JavaScript. */
  readonly transformTypes: unknown;
  /** What is wrong with the file itself. */
  readonly problem: ManifestProblem | undefined;
}

/** Reads the manifests of one inmate, each once. */
export class PackageManifests {
  readonly #root: string;
  readonly #known = new Map<string, Promise<PackageManifest | undefined>>();

  /** @param root absolute path of the inmate's folder, without symbolic links */
  constructor(root: string) {
    this.#root = root;
  }

  /** The manifest that applies to a file: the nearest one above it, within the folder. */
  async nearest(file: string): Promise<PackageManifest | undefined> {
    for (let dir = path.dirname(file); ; dir = path.dirname(dir)) {
      const manifest = await this.#in(dir);
      if (manifest) return manifest;
      if (dir === this.#root || dir === path.dirname(dir)) return undefined;
    }
  }

  get files(): readonly string[] {
    return [...this.#known.keys()].map((dir) => path.join(dir, 'package.json'));
  }

  async ofInmate(): Promise<PackageManifest | undefined> {
    return this.#in(this.#root);
  }

  #in(dir: string): Promise<PackageManifest | undefined> {
    const known = this.#known.get(dir) ?? readManifest(this.#root, dir);
    this.#known.set(dir, known);
    return known;
  }
}

async function readManifest(root: string, dir: string): Promise<PackageManifest | undefined> {
  const source = await readIfThere(root, path.relative(root, path.join(dir, 'package.json')));
  if (source.kind === 'missing') return undefined;
  const { value, problem } = source.kind === 'text' ? parseJson(source.text) : { value: {}, problem: source };
  const members = isRecord(value) ? value : {};
  const { name, type, imports, hoosegow } = members;
  return {
    dir,
    name: typeof name === 'string' ? name : undefined,
    type: type === 'module' || type === 'commonjs' ? type : undefined,
    imports: isRecord(imports) ? imports : {},
    dependencies: namesIn(members, ['dependencies', 'optionalDependencies', 'peerDependencies']),
    devDependencies: namesIn(members, ['devDependencies']),
    transformTypes: isRecord(hoosegow) ? hoosegow['transformTypes'] : undefined,
    problem,
  };
}

function parseJson(text: string): { readonly value?: unknown; readonly problem?: ManifestProblem } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const why = messageOf(error);
    return { problem: { problem: `is not valid JSON: ${why}`, severity: 'error' } };
  }
}

function namesIn(manifest: Readonly<Record<string, unknown>>, lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => Object.keys(isRecord(manifest[list]) ? manifest[list] : {})));
}
