/** Folder of the module that runs; empty in an ES module that a bundler made, for which `assetPath` looks elsewhere. */
export const MODULE_FOLDER = typeof __dirname === 'string' ? __dirname : '';
