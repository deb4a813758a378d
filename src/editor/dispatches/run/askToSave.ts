import * as vscode from 'vscode';

/** What came of asking the editor to save a document; `refused`: another save of it is under way. */
export type Asked = 'saved' | 'refused' | 'failed';

/**
 * Asks the editor to save a document. While another save of it is at its formatters, and at what extensions do before
 * it, the editor refuses at once, with the very answer that it has for a save that failed. The two are told apart by
 * what comes first: a save of ours is held until the editor has answered something else.
 */
export async function askToSave(document: vscode.TextDocument): Promise<Asked> {
  let isHeld = true;
  let isSaved = false;
  const held = otherAnswers().then(() => void (isHeld = false));
  const watches = [
    vscode.workspace.onWillSaveTextDocument((event) => {
      if (event.document === document) event.waitUntil(held);
    }),
    vscode.workspace.onDidSaveTextDocument((saved) => {
      if (saved === document) isSaved = true;
    }),
  ];
  try {
    // What is typed while it is written leaves it dirty, and saved.
    if ((await document.save()) || isSaved || !document.isDirty || document.isClosed) return 'saved';
    return isHeld ? 'refused' : 'failed';
  } finally {
    for (const watch of watches) watch.dispose();
  }
}

/** A context key that nothing looks at: setting it is answered at once, and does nothing else. */
const ASKED = 'hoosegow:asked';

/** Resolves when the editor has answered twice: then it has told all that it had to tell before. */
async function otherAnswers(): Promise<void> {
  for (let answer = 0; answer < 2; answer++) await vscode.commands.executeCommand('setContext', ASKED, answer);
}
