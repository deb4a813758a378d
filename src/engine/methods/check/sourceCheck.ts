import { stat } from 'node:fs/promises';
import type { RunsIn } from './inmateRuntime.ts';
import { readInmate, refuseProblems } from '../readInmate.ts';

/** Refuses an inmate that cannot run; unchanged files are not read again. */
export class SourceCheck {
  readonly #inmateDir: string;
  #passed: { readonly files: readonly string[]; readonly state: string } | undefined;

  constructor(inmateDir: string) {
    this.#inmateDir = inmateDir;
  }

  /** @throws InmateSourceError where the source shows that it cannot run */
  async refuseUnrunnable(runsIn: RunsIn): Promise<void> {
    const passed = this.#passed;
    if (passed && passed.state === (await stateOf(passed.files))) return;
    this.#passed = undefined;
    const reading = await readInmate(this.#inmateDir, runsIn);
    refuseProblems(this.#inmateDir, reading);
    this.#passed = { files: reading.files, state: await stateOf(reading.files) };
  }
}

async function stateOf(files: readonly string[]): Promise<string> {
  const states = files.map(async (file) => {
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    return found ? `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}` : '';
  });
  return (await Promise.all(states)).join('\n');
}
