import type { FileProblem } from '../inmateMethods.ts';
import { readDockerfile } from './dockerfile.ts';
import type { EngineKind } from '../../options/engineKind.ts';
import type { ModuleStore } from '../modules/moduleStore.ts';
import type { ManifestProblem } from '../resolve/packageManifest.ts';
import { nodeOfImage, parseNodeVersion, runsEntrypoint, stripsTypes, transformsTypes } from './nodeVersion.ts';
import type { NodeVersion } from './nodeVersion.ts';
import { STRIPS, TRANSFORMS, TRANSFORMS_WITHOUT_NODE, type TypeScriptSupport } from '../source/runtimeSupport.ts';

/** Where an inmate is to run. */
export interface RunsIn {
  readonly engine: EngineKind;
  /** Replaces the base image of the Dockerfile. */
  readonly baseImage?: string | undefined;
}

/** With the version of Node that runs it where no container does, as in `process.versions.node`. */
export interface RunsInNode extends RunsIn {
  readonly node: string;
}

export interface InmateRuntime {
  readonly support: TypeScriptSupport;
  /** What is wrong with the surroundings of the source: `package.json`, the base image. */
  readonly problems: readonly FileProblem[];
  /** Whether the image may be built so that more runs than the source tells. */
  readonly isCustom: boolean;
  /** Whether the inmate gets no packages but those that `package.json` names. */
  readonly arePackagesKnown: boolean;
}

/** Finds out what an inmate will run on. @param isTypeScript whether its own module is TypeScript */
export async function readRuntime(
  store: ModuleStore,
  runsIn: RunsInNode,
  isTypeScript: boolean,
): Promise<InmateRuntime> {
  const manifest = await store.manifests.ofInmate();
  const wanted = manifest?.transformTypes;
  const problems: FileProblem[] = [];
  if (manifest?.problem) problems.push(wrongFile('package.json', manifest.problem));
  if (wanted !== undefined && typeof wanted !== 'boolean') {
    problems.push(atTop('package.json', '"hoosegow": { "transformTypes": … } is either true or false'));
  }
  switch (runsIn.engine) {
    case 'process':
      // Node also looks in the folders above, which are not read.
      return {
        support: supportHere(runsIn.node, wanted === true),
        problems,
        isCustom: false,
        arePackagesKnown: false,
      };
    case 'docker':
      return supportInImage(store, runsIn, isTypeScript, wanted === true, problems);
  }
}

/** What Node does that the image brings. */
async function supportInImage(
  store: ModuleStore,
  runsIn: RunsIn,
  isTypeScript: boolean,
  transforms: boolean,
  found: readonly FileProblem[],
): Promise<InmateRuntime> {
  const problems = [...found];
  const { base, isCustom, mayBringPackages, problem } = await readDockerfile(store.root, runsIn.baseImage);
  if (problem) problems.push(wrongFile('Dockerfile', problem));
  const version = base && nodeOfImage(base.image);
  const tooOld = base && version && tooOldFor(version, isTypeScript);
  if (tooOld !== undefined)
    problems.push({ ...atTop('Dockerfile', `the base image ${base?.image} ${tooOld}`), line: base?.line ?? 1 });
  const told = { problems, isCustom, arePackagesKnown: !mayBringPackages };
  if (!transforms) return { ...told, support: version && !transformsTypes(version) ? WITHOUT_OPT_IN : STRIPS };
  if (!version || transformsTypes(version) || tooOld !== undefined) return { ...told, support: TRANSFORMS };
  return { ...told, support: { ...STRIPS, optIn: ON_OTHER_BASE } };
}

const WITHOUT_OPT_IN: TypeScriptSupport = { ...STRIPS, optIn: undefined };
const ON_OTHER_BASE = 'base the image on node:24-slim: from Node 26 on there is no transformTypes';

/** What the process engine can do, which runs inmates by the Node of this process. */
function supportHere(node: string, transforms: boolean): TypeScriptSupport {
  const version = parseNodeVersion(node);
  if (!transforms) return version.major >= 26 ? WITHOUT_OPT_IN : STRIPS;
  if (transformsTypes(version)) return TRANSFORMS;
  if (!stripsTypes(version)) {
    const optIn = `run it by Node 22.18 to 25, or in a container: the process engine on Node ${version.major} cannot transform it`;
    return { ...TRANSFORMS_WITHOUT_NODE, optIn };
  }
  return {
    ...STRIPS,
    optIn: `run it by Node 22.18 to 25, or in a container: Node ${version.major} has no transformTypes`,
  };
}

function tooOldFor(version: NodeVersion, isTypeScript: boolean): string | undefined {
  const name = `Node ${version.major}${version.minor === undefined ? '' : `.${version.minor}`}`;
  if (!runsEntrypoint(version))
    return `has ${name}, and inmates need Node 20 or newer, TypeScript 22.18: take node:24-slim`;
  if (!isTypeScript || stripsTypes(version)) return undefined;
  return `has ${name}, which does not run TypeScript: take one with Node 22.18 or newer, for example node:24-slim`;
}

function wrongFile(file: string, { problem, severity }: ManifestProblem): FileProblem {
  return { ...atTop(file, problem), severity };
}

function atTop(file: string, message: string): FileProblem {
  return { file, message, severity: 'error', line: 1, column: 1 };
}
