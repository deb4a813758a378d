import { UsageError } from '../../errors/errors.ts';
import { findInmateFile } from '../inmateFile.ts';
import { readInmateHere } from '../inmateReading.ts';
import { methodPlaces } from '../methodPlaces.ts';
import { methodsIn } from '../source/methodsIn.ts';
import type { ModuleCache } from '../modules/moduleCache.ts';
import { ModuleStore } from '../modules/moduleStore.ts';
import type { JobRequest, SourceAnswers, SourceJob } from './job.ts';
import type { Piece } from './piece.ts';
import { keyOf } from './keyOf.ts';

/** What a job reports its progress to, and what is kept for the next one. */
export interface JobSurroundings {
  /** Called before each piece of text that takes work, however long that then takes. */
  readonly onBegin: (piece: Piece) => void;
  readonly cache: ModuleCache;
}

/** Does a job in this thread, however long the source makes it take. @throws UsageError as the job's function does */
export async function doJob(
  { job, refused }: JobRequest,
  surroundings: JobSurroundings,
): Promise<SourceAnswers[SourceJob['kind']]> {
  if (job.kind === 'places') {
    const key = keyOf(job.text, job.dialect);
    const refusal = refused.pieces.get(key);
    if (refusal !== undefined) throw new UsageError(`the text ${refusal}`);
    surroundings.onBegin({ key, characters: job.text.length });
    return methodPlaces(job.text, job.dialect);
  }
  const inmate = await findInmateFile(job.inmateDir);
  const texts = job.kind === 'inmate' ? job.texts : undefined;
  const store = new ModuleStore(inmate.root, { ...surroundings, refused, texts });
  return job.kind === 'methods' ? methodsIn(store, inmate) : readInmateHere(store, inmate, job.runsIn);
}
