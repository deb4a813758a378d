/** The part of the npm package's manifest about the library, by the name of its entry. */
const part = (name) => {
  const module = `./dist/esm/${name}.mjs`;
  return {
    // Bundlers take the ES module for both, so that a bundle has one copy of it. Node ignores the condition `module`.
    import: { types: `./dist/${name}.d.mts`, module, default: `./dist/${name}.mjs` },
    require: { types: `./dist/${name}.d.cts`, module, default: `./dist/${name}.cjs` },
  };
};

export const EXPORTS = {
  '.': part('engine'),
  './recording': part('recording'),
  './otel': part('otel'),
  './package.json': './package.json',
};

/**
 * Makes the manifest of the npm package from the project's own, which is the manifest of the VS Code extension too: its
 * `main` is not the engine.
 */
export function manifestOf(project) {
  const { name, version, description, license, engines, keywords, bin } = project;
  return {
    name,
    version,
    description,
    keywords,
    license,
    type: 'module',
    engines: { node: engines.node },
    bin,
    main: './dist/engine.cjs',
    types: './dist/engine.d.cts',
    exports: EXPORTS,
    // For TypeScript without `exports` (`moduleResolution` of `node` or `node10`).
    typesVersions: { '*': { recording: ['./dist/recording.d.cts'], otel: ['./dist/otel.d.cts'] } },
    sideEffects: false,
  };
}
