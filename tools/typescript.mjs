/** `node --import ./tools/typescript.mjs FILE.ts` runs a TypeScript file of this folder, or of the tests' support. */
import { register } from 'node:module';

register('./typescriptHooks.mjs', import.meta.url);
