import { readFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRecord, readManifest } from './manifest.ts';

interface Loaded {
  readonly format?: string | null | undefined;
  readonly source?: unknown;
}
type Load = (url: string, context: unknown) => Loaded;

/** Not there in Node 20, which may run an inmate without an image. */
interface TypeTransform {
  readonly createRequire: unknown;
  readonly registerHooks?: (hooks: { readonly load: (url: string, context: unknown, next: Load) => Loaded }) => unknown;
  readonly stripTypeScriptTypes?: (source: string, options: Readonly<Record<string, unknown>>) => string;
}

const TYPESCRIPT = '-typescript';

/**
 * Has Node turn enums, namespaces and parameter properties into JavaScript, where the inmate's `package.json` asks for
 * it by `"hoosegow": { "transformTypes": true }`. It does the same as `--experimental-transform-types`, which would
 * have to be set before that file is read, and which Node 26 no longer has.
 */
export function useTransformTypes(inmate: string): void {
  const { registerHooks, stripTypeScriptTypes }: TypeTransform = nodeModule;
  if (!wantsTransform(inmate) || !registerHooks || !stripTypeScriptTypes) return;
  const transform = (source: string, url: string): string =>
    stripTypeScriptTypes(source, { mode: 'transform', sourceMap: true, sourceUrl: url });
  if (!canTransform(transform)) return;
  // Lines move: backtraces need the source maps.
  process.setSourceMapsEnabled(true);
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      const { format } = loaded;
      if (typeof format !== 'string' || !format.endsWith(TYPESCRIPT) || url.includes('/node_modules/')) return loaded;
      const source = transform(textOf(loaded.source) ?? readFileSync(fileURLToPath(url), 'utf8'), url);
      return { ...loaded, format: format.slice(0, -TYPESCRIPT.length), source };
    },
  });
}

export function wantsTransform(inmate: string): boolean {
  const { hoosegow } = readManifest(dirname(inmate));
  return isRecord(hoosegow) && hoosegow['transformTypes'] === true;
}

/** Node 26 can only strip types. Elsewhere Node warns that this is experimental, which is of no use to the user. */
function canTransform(transform: (source: string, url: string) => string): boolean {
  const warned = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  process.emitWarning = () => undefined;
  try {
    transform('', 'file:///');
    return true;
  } catch {
    return false;
  } finally {
    if (warned) Object.defineProperty(process, 'emitWarning', warned);
  }
}

function textOf(source: unknown): string | undefined {
  if (typeof source === 'string') return source;
  return source instanceof Uint8Array ? Buffer.from(source).toString('utf8') : undefined;
}
