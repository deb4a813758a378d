import { pathToFileURL } from 'node:url';
import { findInmate } from './importInmate.ts';
import { useTransformTypes } from './transformTypes.ts';

/** Comes first among the imports, so that everything is loaded and linked by then, and nothing else is evaluated. */
const STOP = 'data:text/javascript,process.exit()';

/** Loads, compiles and links the inmate and what it imports, and ends this process without running any of it. */
export async function linkInmate(): Promise<void> {
  const path = findInmate();
  useTransformTypes(path);
  const inmate = pathToFileURL(path).href;
  const source = `import ${JSON.stringify(STOP)}; import ${JSON.stringify(inmate)};`;
  await import(`data:text/javascript,${encodeURIComponent(source)}`);
}
