import path from 'node:path';
import * as vscode from 'vscode';
import type { Whole } from '../../protocol/value/whole.ts';
import type { WholeFile } from '../../timeline/whole/wholeFile.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { WHOLE_SCHEME } from '../contributions.ts';
import type { LiveDispatches } from '../dispatches/run/liveDispatches.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { isRecord } from '../../text/isRecord.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { openRecording } from './recordingAccess.ts';

/**
 * Values and streams of recordings as documents that can only be read. A document's address says what it is, and its
 * content is read from the recording whenever the editor wants it: nothing is kept, and no file is made.
 */
export class WholeDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #live: LiveDispatches;

  constructor(live: LiveDispatches) {
    this.#live = live;
    this.#lifetime.add(vscode.workspace.registerTextDocumentContentProvider(WHOLE_SCHEME, this));
  }

  /** Opens it in an editor; the ending of its name gives the language. */
  async open({ what, suffix }: WholeFile, recording: vscode.Uri): Promise<void> {
    const name = `${path.posix.basename(recording.path, '.dispatch')}-${suffix}`;
    const query = JSON.stringify({ recording: recording.toString(), what });
    const uri = vscode.Uri.from({ scheme: WHOLE_SCHEME, path: `/${name}`, query });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  /** The text as it is: the editor shows controls and misleading characters in it as it does in a file. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { checkWhole, readWhole, textOf } = await loadEngineParts();
    const { recording, what } = await readAddress(uri, checkWhole);
    const opened = await openRecording(recording, this.#live);
    try {
      const index = opened.reader.index();
      await index.extend();
      return await textOf(await readWhole(index, what, 'open'));
    } finally {
      opened.dispose();
    }
  }

  dispose(): void {
    this.#lifetime.dispose();
  }
}

/** Links may bring any address. */
async function readAddress(
  uri: vscode.Uri,
  check: (data: unknown) => Whole | undefined,
): Promise<{ readonly recording: vscode.Uri; readonly what: Whole }> {
  const json = await Promise.resolve(uri.query)
    .then((query): unknown => JSON.parse(query))
    .catch(() => undefined);
  const what = isRecord(json) ? check(json['what']) : undefined;
  if (!isRecord(json) || typeof json['recording'] !== 'string' || !what) {
    throw new UserError(l10n.t('This address names no value of a recording.'), [STEPS.openRecording()]);
  }
  return { recording: vscode.Uri.parse(json['recording']), what };
}
