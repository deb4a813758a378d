import { CUT } from '../exitStatus.ts';
import type { Output } from './output.ts';
import { reportLine } from './report.ts';

/** Says that a recording has no end. @returns the exit status of it */
export async function reportCut(
  stderr: Output,
  file: string,
  { reason }: { readonly reason: string },
): Promise<number> {
  const why = `${reason}: its dispatch goes on, or its host was killed, or the file is damaged`;
  await reportLine(stderr, `the recording ${file} is cut (${why}); how the dispatch ended is not known`);
  return CUT;
}
