/** Clean-up tasks to run before this process ends by itself. */
const clearings = new Set<() => Promise<void>>();

/**
 * Runs a clean-up task when there is nothing left to do in this process, before it ends. It holds nothing up: a script
 * that forgets `close` ends all the same, and leaves no container.
 *
 * @returns a function that takes that back
 */
export function beforeProcessEnds(clear: () => Promise<void>): () => void {
  if (clearings.size === 0) process.on('beforeExit', clearAll);
  clearings.add(clear);
  return () => {
    clearings.delete(clear);
    if (clearings.size === 0) process.off('beforeExit', clearAll);
  };
}

/** Node asks again once these are done; then nothing is left. */
function clearAll(): void {
  const all = [...clearings];
  clearings.clear();
  process.off('beforeExit', clearAll);
  // What cannot be removed now is left to the sweep.
  for (const clear of all) clear().catch(() => undefined);
}
