import type { EngineParts } from '../loadEngineParts.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';

type KnownMethods = Parameters<EngineParts['readCallText']>[1];

/** What the source of an inmate tells of its methods, also where it cannot be read. */
export async function knownMethods(project: InmateProject | undefined): Promise<KnownMethods> {
  const found = await project?.methods();
  return found?.ok === true ? found.methods : { methods: [], unknown: [], namesKnown: false };
}
