/** Labels by which the engine finds what it made on a daemon. It touches nothing without them. */
export const LABELS = {
  /** On images: which project on which machine they belong to. */
  project: 'dev.hoosegow.project',
  /** On images: path of the project's folder on that machine. */
  folder: 'dev.hoosegow.folder',
  /** On containers: which process made it, see `owner.ts`. */
  owner: 'dev.hoosegow.owner',
  /** On containers: which run of that process made it. */
  session: 'dev.hoosegow.session',
  /** On containers: milliseconds after its creation from which any process may remove it. */
  lifetime: 'dev.hoosegow.lifetime',
} as const;
