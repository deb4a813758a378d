import * as vscode from 'vscode';
import { escapeText } from '../../text/escape.ts';
import { clip } from '../../text/words.ts';

/** Who says so, where nothing more is to be told of that. */
export const DIAGNOSTIC_SOURCE = 'hoosegow';

const MAX_MESSAGE = 1000;

/** A mark in a source. @param message may be what an inmate wrote: it is escaped, and cut */
export function diagnosticOf(
  range: vscode.Range,
  message: string,
  severity = vscode.DiagnosticSeverity.Error,
  source = DIAGNOSTIC_SOURCE,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, clip(escapeText(message), MAX_MESSAGE), severity);
  diagnostic.source = escapeText(source);
  return diagnostic;
}
