import { stat } from 'node:fs/promises';
import type { EventType } from '../../recording/event.ts';
import { RecordingReader } from '../../recording/recordingReader.ts';
import { EndingTracker, type Ending } from '../../timeline/ending.ts';
import { l10n } from '../text/l10n.ts';
import { outcomeText } from '../text/outcomeText.ts';
import { describeArgs } from '../dispatches/describeArgs.ts';
import type { StoredEntry } from '../dispatches/history/historyEntry.ts';
import { previewOf } from '../dispatches/history/previewOf.ts';
import { stateOf } from '../dispatches/run/stateOf.ts';

const TELLING: ReadonlySet<EventType> = new Set(['lifecycle', 'return', 'raise', 'outcome']);

interface Read {
  readonly ending: Ending | undefined;
  readonly value: unknown;
}

/** Reads a history entry from the recording itself, if a crash left none beside it. */
export async function readEntry(recording: string): Promise<StoredEntry> {
  const { size } = await stat(recording);
  const reader = await RecordingReader.open(recording);
  const { ending, value } = await readEnding(reader);
  const { method, inmateDir, startedAt } = reader.meta;
  return {
    method,
    inmateDir,
    args: describeArgs(reader.meta),
    startedAt,
    state: ending ? stateOf(ending.outcome) : 'unknown',
    outcome: ending ? outcomeText(ending.outcome) : l10n.t('the recording has no outcome'),
    preview: ending ? previewOf(ending.outcome, value) : '',
    duration: ending ? ending.took : null,
    bytes: size,
    pinned: false,
  };
}

/** How a recorded dispatch ended, `undefined` if it did not, and what it returned. One pass that decodes only the events that tell it. */
async function readEnding(reader: RecordingReader): Promise<Read> {
  const tracker = new EndingTracker();
  let value: unknown;
  for await (const { events } of reader.eventBatches({ types: TELLING })) {
    for (const event of events) {
      if (event.type === 'return') value = event.value;
      if (event.type === 'return' || event.type === 'raise') tracker.terminal(event.t);
      else tracker.take(event, event.t);
    }
  }
  return { ending: tracker.ending, value };
}
