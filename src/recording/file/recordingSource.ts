/** The bytes of a recording, whether it is still being written or not. */
export interface RecordingSource {
  /** How messages call the recording: its path, in most cases. */
  readonly name: string;
  /** Bytes that can be read for now; of a recording that is being written, whole records only. */
  readonly size: number;
  /** Whether nothing will be added any more. */
  readonly ended: boolean;
  /** Calls `listener` after each growth and at the end. @returns a function that unsubscribes */
  onGrowth(listener: () => void): () => void;
  /**
   * Opens it if it is not open, and keeps it open until `release` was called as often.
   *
   * @returns its file descriptor, for positional reads
   * @throws RecordingError where it cannot be opened any more
   */
  acquire(): number;
  release(): void;
}

/** Settles once more than `size` bytes can be read, the recording has ended, or one of the signals is aborted. */
export async function growthBeyond(
  source: RecordingSource,
  size: number,
  signals: readonly AbortSignal[],
): Promise<void> {
  if (source.size > size || source.ended || signals.some((signal) => signal.aborted)) return;
  await new Promise<void>((resolve) => {
    const settle = (): void => {
      unsubscribe();
      for (const signal of signals) signal.removeEventListener('abort', settle);
      resolve();
    };
    const unsubscribe = source.onGrowth(settle);
    for (const signal of signals) signal.addEventListener('abort', settle);
  });
}
