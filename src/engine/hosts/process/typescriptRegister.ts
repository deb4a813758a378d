import { register } from 'node:module';

// Loaded by `node --import` where Node cannot strip types by itself (before 22.18).
register('./typescriptLoader.mjs', import.meta.url);
