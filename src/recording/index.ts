/** The public API for reading recordings: what a program needs to read `.dispatch` files. */
export { readRecording, Recording, type ReadEventsOptions, type RecordingEnd } from './recording.ts';
export { FormatError, RecordingError } from './errors.ts';
export { toNdjsonLine } from './ndjson.ts';
export type { DispatchEvent, DispatchMeta, EventBody, EventType, Lifecycle, Outcome, Raise } from './event.ts';
export type { Truncation } from './file/recordCursor.ts';
export { ExtData } from '../wire/msgpack/ext.ts';
