/** What runs inmates. Where one more must be known, the compiler says. */
export const ENGINE_KINDS = ['docker', 'process'] as const;

export type EngineKind = (typeof ENGINE_KINDS)[number];

export function isEngineKind(value: unknown): value is EngineKind {
  return ENGINE_KINDS.some((kind) => kind === value);
}
