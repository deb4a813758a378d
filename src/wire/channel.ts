/** How the bytes of a chunk are to be read: still multiplexed by Docker, or one plain stream. */
export const CHANNELS = ['multiplexed', 'stdout', 'stderr'] as const;

export type Channel = (typeof CHANNELS)[number];
