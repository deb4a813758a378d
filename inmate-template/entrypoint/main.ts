import { raiseTooOld, tooOld } from './tooOld.ts';

/**
 * What `bin/hoosegow` starts: `inmate FD` runs the inmate (FD is the descriptor for records), `relay PID` stands
 * between it and the host, `pipes` does both without FIFOs; `compile` and `link` are for the build of an image. Each
 * loads only what it needs.
 */
async function main([role, argument]: readonly string[]): Promise<void> {
  const problem = tooOld(process.versions.node);
  if (problem !== undefined) {
    if (role === 'relay' || role === 'pipes') raiseTooOld(problem);
    else if (role !== 'inmate') process.stderr.write(`hoosegow: ${problem}\n`);
    return;
  }
  if (role === 'inmate') (await import('./inmate/runner.ts')).startInmate(Number(argument));
  else if (role === 'relay') (await import('./relay/relayProcess.ts')).startRelay(Number(argument));
  else if (role === 'pipes') (await import('./relay/pipes.ts')).startWithPipes();
  else if (role === 'compile') (await import('./build/compile.ts')).compileInmate();
  else if (role === 'link') await (await import('./inmate/load/link.ts')).linkInmate();
  else throw new Error('usage: entrypoint.cjs inmate FD | relay PID | pipes | compile | link');
}

void main(process.argv.slice(2));
