import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import { formatSize } from '../../text/words.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import type { LiveDispatch, LiveDispatches } from '../dispatches/run/liveDispatches.ts';
import type { Disposable } from '../app/lifetime.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';

/** Recordings that are not on a disk are read as a whole; larger ones (in bytes) are refused. */
const MAX_COPIED = 256 * 1024 * 1024;

/** A readable recording, from any file system. */
export interface OpenRecording extends Disposable {
  readonly reader: RecordingReader;
  /** Set while this window is still writing it. */
  readonly live: LiveDispatch | undefined;
}

/**
 * Opens a recording: of a running dispatch, a file on disk, or a copy of a file from another file system.
 *
 * @throws UserError if it cannot be opened
 */
export async function openRecording(uri: vscode.Uri, all: LiveDispatches): Promise<OpenRecording> {
  if (uri.scheme === 'file') {
    const live = all.find(uri.fsPath);
    if (live) return { reader: await live.reader, live, dispose: () => undefined };
    const { RecordingReader: Reader } = await loadEngineParts();
    return { reader: await Reader.open(uri.fsPath), live: undefined, dispose: () => undefined };
  }
  return copyRecording(uri);
}

async function copyRecording(uri: vscode.Uri): Promise<OpenRecording> {
  const bytes = await readWhole(uri);
  const copy = path.join(tmpdir(), `hoosegow-${randomBytes(8).toString('hex')}.dispatch`);
  try {
    await writeFile(copy, bytes, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new UserError(
      l10n.t('The recording cannot be copied to {0}: {1}', tmpdir(), messageOf(error)),
      [STEPS.openRecording()],
      {
        cause: error,
      },
    );
  }
  const dispose = (): void => void rm(copy, { force: true }).catch(() => undefined);
  try {
    const { RecordingReader: Reader } = await loadEngineParts();
    return { reader: await Reader.open(copy), live: undefined, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

async function readWhole(uri: vscode.Uri): Promise<Uint8Array> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size <= MAX_COPIED) return await vscode.workspace.fs.readFile(uri);
    throw new UserError(
      l10n.t(
        'This recording is not on a disk and has {0}; {1} can be opened from there. Save it to a disk to open it.',
        formatSize(size),
        formatSize(MAX_COPIED),
      ),
      [STEPS.openRecording()],
    );
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(l10n.t('The recording cannot be read: {0}', messageOf(error)), [STEPS.openRecording()], {
      cause: error,
    });
  }
}
