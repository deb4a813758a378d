/**
 * A host that dispatches, several at a time, until it is killed. What it begins it lists before, what has ended after:
 * a line of JSON each, `{ "begun": N }` and `{ "ended": N, "outcome": "returned" }`; recorded as `N.dispatch` beside it.
 *
 * Argument: JSON with `host` (of Docker), `image`, `inmates` (a shell script by its kind), `folder`, `list`, `firstId`,
 * `lastId` and `atOnce`.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hoosegow } from '../../../dist/engine.cjs';

const { host, image, inmates, folder, list, firstId, lastId, atOnce } = JSON.parse(process.argv[2]);

const hoosegows = Object.entries(inmates).map(([kind, script]) => {
  const containerOptions = { Entrypoint: ['/bin/sh', '-c', script] };
  const limits = { timeout: kind === 'waits' ? 700 : 20_000, outputBytes: 256 * 1024 };
  // Containers that wait for the next dispatch when the host is killed are left, too.
  const pool = kind === 'answers' ? { pool: { size: 1 } } : {};
  return {
    hoosegow: new Hoosegow({ docker: { host }, image, containerOptions, limits, concurrency: atOnce, ...pool }),
  };
});
let next = firstId;

async function work() {
  while (next <= lastId) {
    const id = next++;
    // Most of them answer: those take the least time, and there a recorded end proves the most.
    const { hoosegow } = hoosegows[id % 5 === 0 ? 1 + ((id / 5) % (hoosegows.length - 1)) : 0];
    appendFileSync(list, `${JSON.stringify({ begun: id })}\n`);
    const dispatch = hoosegow.dispatch('x', [id], { record: join(folder, `${id}.dispatch`) });
    if (id % 7 === 0) setTimeout(() => dispatch.cancel('by the doomed host'), id % 100);
    const { outcome } = await dispatch.outcome;
    appendFileSync(list, `${JSON.stringify({ ended: id, outcome })}\n`);
  }
}

await Promise.all(Array.from({ length: atOnce }, work));
process.exit(0);
