/**
 * `node esbuild.config.mjs --watch`: keeps the bundles of `dist/` as their sources are, readable and with source maps, until
 * it is told to end. The library and the licences are left as the last build made them.
 */
import { context } from 'esbuild';
import { join, relative } from 'node:path';

/** Milliseconds without a change after which a round is over: bundles notice the same edit one after the other. */
const QUIET = 200;

/**
 * @param project the folder, what its bundles share, the bundles, the files of the template, and what is to be done after
 *   each round without an error
 */
export async function watchBundles({ root, shared, bundles, templateFiles, finish }) {
  const rounds = new Rounds(root, finish);
  const template = alsoWatch(
    root,
    templateFiles.map((file) => join(root, 'inmate-template', file)),
  );
  const contexts = await Promise.all(
    bundles.map((bundle) =>
      context({
        ...shared,
        ...forBreakpoints(bundle),
        logLevel: 'silent',
        plugins: [...(bundle.plugins ?? shared.plugins), ...(isTemplate(bundle) ? [template] : []), rounds.plugin()],
      }),
    ),
  );
  const end = async () => {
    await Promise.all(contexts.map((one) => one.dispose()));
    process.exit();
  };
  // The last one: the process that started this has ended.
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.once(event, () => void end());
  await Promise.all(contexts.map((one) => one.watch()));
}

/** Files that go into users' projects, which are recognised by their bytes: built as they are shipped. */
const isTemplate = ({ outfile }) => outfile?.startsWith('dist/inmate-template/') ?? false;

function forBreakpoints(bundle) {
  if (isTemplate(bundle)) return bundle;
  // A page can load neither a map nor a source: it gets both within its script. That is served from below a token, as if
  // from a folder of dist/, which `webRoot` in .vscode/launch.json stands for.
  const isPage = bundle.platform === 'browser';
  return { ...bundle, minify: false, sourcemap: isPage ? 'inline' : 'linked', sourcesContent: isPage };
}

/** Builds again when one of these files changes, which no bundle imports. */
function alsoWatch(root, watchFiles) {
  return {
    name: 'also-watch',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ kind, path }) =>
        kind === 'entry-point' ? { path: join(root, path), watchFiles } : undefined,
      );
    },
  };
}

/** Tells of all bundles together: `building`, then `built` or `failed`, which an editor's problem matcher waits for. */
class Rounds {
  #root;
  #finish;
  #running = 0;
  #built = 0;
  #start;
  #lines = new Set();
  #timer;

  constructor(root, finish) {
    this.#root = root;
    this.#finish = finish;
  }

  plugin() {
    return {
      name: 'rounds',
      setup: (build) => {
        build.onStart(() => this.#begin());
        build.onEnd((result) => this.#end(result));
      },
    };
  }

  #begin() {
    clearTimeout(this.#timer);
    this.#running++;
    if (this.#start !== undefined) return;
    this.#start = performance.now();
    console.log('building');
  }

  #end({ errors, warnings }) {
    this.#running--;
    this.#built++;
    for (const error of errors) this.#lines.add(this.#lineOf('error', error));
    for (const warning of warnings) this.#lines.add(this.#lineOf('warning', warning));
    if (this.#running > 0) return;
    const took = Math.round(performance.now() - this.#start);
    this.#timer = setTimeout(() => void this.#tell(took), QUIET);
  }

  async #tell(took) {
    const [lines, built] = [[...this.#lines], this.#built];
    this.#lines.clear();
    this.#built = 0;
    this.#start = undefined;
    for (const line of lines) console.log(line);
    const errors = lines.filter((line) => line.includes(': error: ')).length;
    if (errors === 0) await this.#finish();
    console.log(
      errors > 0 ? `failed: ${errors} error${errors === 1 ? '' : 's'}` : `built ${built} bundles in ${took} ms`,
    );
    // The process that started this may wait for the first round.
    if (process.connected) process.send('round');
  }

  /** The same line for the same message of every bundle. */
  #lineOf(severity, { location, text, pluginName }) {
    const place = location
      ? `${relative(this.#root, join(this.#root, location.file))}:${location.line}:${location.column + 1}`
      : pluginName === ''
        ? 'esbuild'
        : pluginName;
    return `${place}: ${severity}: ${text.replaceAll('\n', ' ')}`;
  }
}
