/** Milliseconds between two moves of the playhead for users who prefer reduced motion. */
const CALM_STEP = 250;

/** Calls back when the playhead is to move next: with the next frame of the display. */
export function atNextMove(move: () => void): void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (calm) setTimeout(move, CALM_STEP);
  else requestAnimationFrame(move);
}
