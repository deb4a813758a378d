export const ENTRIES: Readonly<Record<'engine' | 'recording' | 'otel', string>>;
