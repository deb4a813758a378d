import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/**
 * Has V8 collect garbage. After large tests it keeps hundreds of megabytes around before it does so by itself: call
 * this before memory is measured.
 */
export function collectGarbage(): void {
  gc();
}
