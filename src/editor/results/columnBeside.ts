import * as vscode from 'vscode';

/** The column to the right of the source that is looked at; the active one where there is none to keep in sight. */
export function columnBeside(): vscode.ViewColumn {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  // What is shown in a panel of the editor, such as a log, has no column.
  const source = [activeTextEditor, ...visibleTextEditors].find((editor) => editor?.viewColumn !== undefined);
  if (source?.viewColumn === undefined) return vscode.ViewColumn.Active;
  return Math.min(source.viewColumn + 1, vscode.ViewColumn.Nine);
}
