import type { DispatchEvent } from '../recording/event.ts';
import type { Abilities, ExportFormat, HostCommand, HostMessage } from '../protocol/protocol.ts';
import type { Shell } from '../text/shell/shell.ts';
import type { WholeFile } from './whole/wholeFile.ts';

type Action = void | Promise<void>;

/**
 * What a timeline needs from where it is shown: the editor, or a browser. An error of an action is reported and ends
 * nothing else; actions that `abilities` denies are never called.
 */
export interface TimelineHost {
  readonly abilities: Abilities;
  /** Identifies the recording; the view compares it with the one it showed before. */
  readonly recording: string;
  /** Sends a message to the view, which may be closed already. */
  send(message: HostMessage): void;
  /** Exports the recording. */
  export(format: ExportFormat): Action;
  /** Saves the value of a yield, a return or a raise, or the bytes of output. */
  saveValue(event: DispatchEvent): Action;
  /** Puts a text into the clipboard; `undefined` where only the view can do that. */
  readonly copy: ((text: string) => Action) | undefined;
  /** Where commands are meant to be pasted. */
  readonly shell: Shell;
  saveWhole(file: WholeFile): Action;
  openWhole(file: WholeFile): Action;
  /** Opens a place in the inmate's source; `file` is its path in the container. Lines and columns from 1. */
  openSource(file: string, line: number, column: number | null): Action;
  /** Ends the dispatch. */
  stop(): Action;
  /** Does something with the call that is shown. */
  command(command: HostCommand): Action;
  /** Tells the user that something went wrong. It must not throw. */
  report(message: string): void;
}
