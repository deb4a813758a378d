import type { EngineKind } from '../../engine/index.ts';

interface KindFacts {
  /** Whether what it runs is built into an image first. */
  readonly hasImages: boolean;
}

/** What the editor has to know of each kind. */
export const KINDS: Readonly<Record<EngineKind, KindFacts>> = {
  docker: { hasImages: true },
  process: { hasImages: false },
};

export function isEngineKind(value: unknown): value is EngineKind {
  return typeof value === 'string' && Object.hasOwn(KINDS, value);
}
