/** What is to be cleared away before this process ends by itself. */
const clearings = new Set<() => Promise<void>>();

/**
 * Has something cleared away when there is nothing left to do in this process, before it ends. It holds nothing up: who
 * forgets `close` has a script that ends all the same, and leaves no container.
 *
 * @returns what takes that back
 */
export function beforeProcessEnds(clear: () => Promise<void>): () => void {
  if (clearings.size === 0) process.on('beforeExit', clearAll);
  clearings.add(clear);
  return () => {
    clearings.delete(clear);
    if (clearings.size === 0) process.off('beforeExit', clearAll);
  };
}

/** Node asks again when that, too, is done; then there is nothing left. */
function clearAll(): void {
  const all = [...clearings];
  clearings.clear();
  process.off('beforeExit', clearAll);
  // What cannot be removed now is the sweeper's.
  for (const clear of all) clear().catch(() => undefined);
}
