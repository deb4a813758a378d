import type { App } from '../app/app.ts';
import { Comparisons } from './comparisons.ts';

const known = new WeakMap<App, Comparisons>();

/** The comparisons of the extension, made when the first one is; they go with it. */
export function comparisonsOf(app: App): Comparisons {
  const existing = known.get(app);
  if (existing) return existing;
  const comparisons = new Comparisons(app.texts);
  known.set(app, comparisons);
  app.context.subscriptions.push(comparisons);
  return comparisons;
}
