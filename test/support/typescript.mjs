/** `node --import ./test/support/typescript.mjs FILE.ts` runs a TypeScript file of the tests' support. */
import { register } from 'node:module';

register('./typescriptHooks.mjs', import.meta.url);
