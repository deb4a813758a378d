import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { messageOf } from '../../../wire/thrown.ts';
import { SETTINGS } from '../../contributions.ts';
import { STEPS } from '../../steps/nextStep.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';
import { checkStoredEntry, type StoredEntry } from './historyEntry.ts';

export const RECORDING = '.dispatch';
const FACTS = '.json';
const MARK = '.running';

/** @throws UserError if it cannot be made */
export async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    const message = l10n.t('The folder of the recordings, {0}, cannot be made: {1}', dir, messageOf(error));
    throw new UserError(message, [STEPS.setting(SETTINGS.historySize)], { cause: error });
  }
}

/** The recording to which a file belongs, without an ending; empty if it is none of the history. */
export function idOf(name: string): string {
  const ending = [RECORDING, FACTS, MARK].find((one) => name.endsWith(one));
  return ending === undefined ? '' : name.slice(0, -ending.length);
}

/** The file beside a recording with what the list shows. */
export function factsFile(recording: string): string {
  return `${recording.slice(0, -RECORDING.length)}${FACTS}`;
}

/** The file that is beside a recording while its dispatch runs. */
export function markFile(recording: string): string {
  return `${recording.slice(0, -RECORDING.length)}${MARK}`;
}

export async function readFacts(recording: string): Promise<StoredEntry | undefined> {
  try {
    const json: unknown = JSON.parse(await readFile(factsFile(recording), 'utf8'));
    return checkStoredEntry(json);
  } catch {
    return undefined;
  }
}

/** Without them the list reads the recording itself. */
export async function writeFacts(recording: string, facts: StoredEntry, warn: (text: string) => void): Promise<void> {
  const file = factsFile(recording);
  const unfinished = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(unfinished, JSON.stringify(facts), { mode: 0o600 });
    await rename(unfinished, file);
  } catch (error) {
    warn(`${file} could not be written: ${messageOf(error)}`);
    await rm(unfinished, { force: true }).catch(() => undefined);
  }
}
