import * as vscode from 'vscode';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { setContext } from '../app/setContext.ts';
import { CONTEXT_KEYS, TEXT_SCHEME } from '../contributions.ts';
import type { TextDocuments } from '../source/textDocuments.ts';
import { foldedTexts, type ComparedLines, type FoldedText } from './foldedTexts.ts';

/** Comparisons whose folds can be opened: those whose texts are kept. */
const MAX_KEPT = 25;
const NAME = 'comparison.txt';

interface Shown {
  readonly key: string;
  readonly lines: ComparedLines;
  readonly open: ReadonlySet<number>;
  /** Of this side. */
  readonly text: FoldedText;
}

/**
 * The sides of comparisons, as texts for the editor's diff. It folds nothing of a diff itself unless the user's
 * settings say so, so lines that are the same on both sides are left out of the texts, and put in where they are asked
 * for: by a click, by Enter, or all at once.
 */
export class Comparisons implements Disposable {
  readonly #lifetime = new Lifetime();
  readonly #texts: TextDocuments;
  /** By the uri of each side. */
  readonly #shown = new Map<string, Shown>();
  /** Where the cursor goes once the editor shows the text that was asked for. */
  #place: { readonly editor: vscode.TextEditor; readonly line: number } | undefined;

  constructor(texts: TextDocuments) {
    this.#texts = texts;
    this.#lifetime.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.#tell(editor)));
    this.#lifetime.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === TEXT_SCHEME) this.#changed(document);
      }),
    );
    this.#lifetime.add(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
        if (textEditor.document.uri.scheme !== TEXT_SCHEME) return;
        if (textEditor === vscode.window.activeTextEditor) this.#tell(textEditor);
        const isClick = kind === vscode.TextEditorSelectionChangeKind.Mouse && textEditor.selection.isEmpty;
        if (isClick) this.#openIn(textEditor);
      }),
    );
  }

  /** @returns the uris of both sides; the same key gives the same ones */
  put(key: string, lines: ComparedLines): readonly [vscode.Uri, vscode.Uri] {
    return this.#show(key, lines, new Set());
  }

  /** Opens the fold that the line at the cursor stands for. */
  openAtCursor(): void {
    const editor = vscode.window.activeTextEditor;
    if (editor) this.#openIn(editor);
  }

  /** Opens all folds of the comparison in the active editor. */
  openAll(): void {
    const editor = vscode.window.activeTextEditor;
    const shown = editor && this.#shown.get(editor.document.uri.toString());
    if (!shown) return;
    const all = shown.lines.folds.keys();
    this.#reopen(editor, shown, new Set(all), lineBehind(shown, editor.selection.active.line));
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #openIn(editor: vscode.TextEditor): void {
    const shown = this.#shown.get(editor.document.uri.toString());
    if (!shown) return;
    const fold = foldAt(shown, editor);
    if (fold !== undefined) this.#reopen(editor, shown, new Set([...shown.open, fold]), editor.selection.active.line);
  }

  /** @param line where the cursor goes: to the first line that was hidden */
  #reopen(editor: vscode.TextEditor, { key, lines }: Shown, open: ReadonlySet<number>, line: number): void {
    this.#place = { editor, line };
    this.#show(key, lines, open);
  }

  /** Other text has come into a document. */
  #changed(document: vscode.TextDocument): void {
    const place = this.#place;
    if (place?.editor.document === document) {
      this.#place = undefined;
      const at = new vscode.Position(Math.min(place.line, document.lineCount - 1), 0);
      place.editor.selection = new vscode.Selection(at, at);
      place.editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
    const active = vscode.window.activeTextEditor;
    if (active?.document === document) this.#tell(active);
  }

  #show(key: string, lines: ComparedLines, open: ReadonlySet<number>): readonly [vscode.Uri, vscode.Uri] {
    const texts = foldedTexts(lines, open);
    const sides = [
      this.#texts.put(`${key} left`, NAME, texts.left.lines.join('\n')),
      this.#texts.put(`${key} right`, NAME, texts.right.lines.join('\n')),
    ] as const;
    for (const [uri, text] of [[sides[0], texts.left] as const, [sides[1], texts.right] as const]) {
      this.#shown.delete(uri.toString());
      this.#shown.set(uri.toString(), { key, lines, open, text });
    }
    for (const uri of [...this.#shown.keys()].slice(0, -2 * MAX_KEPT)) this.#shown.delete(uri);
    return sides;
  }

  /** Tells the editor what the keys and menus are to offer. */
  #tell(editor: vscode.TextEditor | undefined): void {
    const shown = editor && this.#shown.get(editor.document.uri.toString());
    setContext(CONTEXT_KEYS.hidesLines, (shown?.text.foldIn.size ?? 0) > 0);
    const fold = shown && foldAt(shown, editor);
    setContext(CONTEXT_KEYS.atHiddenLines, fold !== undefined);
  }
}

/** The fold that the line at the cursor stands for. The editor takes a while to show other texts. */
function foldAt({ text }: Shown, { document, selection }: vscode.TextEditor): number | undefined {
  return document.lineCount === text.lines.length ? text.foldIn.get(selection.active.line) : undefined;
}

/** Where a line is once all folds are open. */
function lineBehind({ lines, text }: Shown, line: number): number {
  let behind = line;
  for (const [at, fold] of text.foldIn) {
    const hidden = lines.folds[fold];
    if (hidden && at < line) behind += hidden.to - hidden.from - 1;
  }
  return behind;
}
