import * as vscode from 'vscode';
import { escapeText } from '../../text/escape.ts';
import type { InmateProjects } from '../inmates/inmateProjects.ts';
import { loadEngineParts, type EngineParts } from '../loadEngineParts.ts';
import { CALL_DOCUMENTS, projectOfCall } from './callDocument.ts';
import { knownMethods } from './knownMethods.ts';

type Proposal = ReturnType<EngineParts['completeCall']>[number];

const KINDS: Readonly<Record<Proposal['kind'], vscode.CompletionItemKind>> = {
  member: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  file: vscode.CompletionItemKind.File,
};

/** Proposes what the types of a method allow in a document that calls it: names, literals, forms of values. */
export function registerCallCompletion(projects: InmateProjects): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    async provideCompletionItems(document, position) {
      const project = projectOfCall({ projects }, document.uri);
      if (!project) return [];
      const { completeCall } = await loadEngineParts();
      const proposals = completeCall(document.getText(), document.offsetAt(position), await knownMethods(project));
      return proposals.map((proposal, i) => toItem(document, proposal, i));
    },
  };
  return vscode.languages.registerCompletionItemProvider(CALL_DOCUMENTS, provider, '"', ':', ' ');
}

function toItem(document: vscode.TextDocument, proposal: Proposal, order: number): vscode.CompletionItem {
  const { kind, label, insert, start, end, detail, doc } = proposal;
  const item = new vscode.CompletionItem(escapeText(label), KINDS[kind]);
  item.insertText = insert;
  // Compared with what is typed, which begins with a quote.
  item.filterText = insert;
  item.range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  item.detail = escapeText(detail);
  if (doc !== undefined) item.documentation = escapeText(doc);
  item.sortText = String(order).padStart(4, '0');
  return item;
}
