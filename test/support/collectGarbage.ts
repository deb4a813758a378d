import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/**
 * Has V8 clear away what is not needed any more. After large tests it lets hundreds of megabytes lie around before it does:
 * what measures memory calls this first.
 */
export function collectGarbage(): void {
  gc();
}
