import type { BenchDocker, Result } from './figure.ts';

/** What the process of a bench tells the runner. */
export type BenchMessage =
  | { readonly kind: 'docker' }
  | { readonly kind: 'results'; readonly name: string; readonly results: readonly Result[] };

/** What the runner answers when it is asked for Docker. */
export type RunnerMessage =
  { readonly kind: 'docker'; readonly docker: BenchDocker } | { readonly kind: 'noDocker'; readonly reason: string };
