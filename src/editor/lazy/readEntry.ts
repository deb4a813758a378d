import { stat } from 'node:fs/promises';
import { RecordingReader } from '../../recording/recordingReader.ts';
import { DispatchProgress, type Ending } from '../../timeline/dispatchProgress.ts';
import { l10n } from '../text/l10n.ts';
import { outcomeText } from '../text/outcomeText.ts';
import { describeArgs } from '../dispatches/describeArgs.ts';
import type { StoredEntry } from '../dispatches/historyEntry.ts';
import { stateOf } from '../dispatches/stateOf.ts';

/** Reads what the history shows from a recording itself, for one that a crash left without it. */
export async function readEntry(recording: string): Promise<StoredEntry> {
  const { size } = await stat(recording);
  const reader = await RecordingReader.open(recording);
  const ending = await readEnding(reader);
  const { method, inmateDir, startedAt } = reader.meta;
  return {
    method,
    inmateDir,
    args: describeArgs(reader.meta),
    startedAt,
    state: ending ? stateOf(ending.outcome) : 'unknown',
    outcome: ending ? outcomeText(ending.outcome) : l10n.t('the recording has no outcome'),
    duration: ending ? ending.took : null,
    bytes: size,
  };
}

/** How a recorded dispatch ended; `undefined` where it did not. */
export async function readEnding(reader: RecordingReader): Promise<Ending | undefined> {
  const index = reader.index();
  await index.extend();
  const progress = new DispatchProgress(index);
  await progress.update();
  return progress.ending;
}
