import { readFile, rm, writeFile } from 'node:fs/promises';
import { codeOf } from '../../../wire/thrown.ts';

/**
 * Makes the file that is beside a recording for as long as its dispatch runs, with the process that runs it: by it
 * another window knows that the recording will go on. One that a crash left behind names a process that is gone.
 */
export async function setMark(file: string): Promise<void> {
  await writeFile(file, String(process.pid), { mode: 0o600 });
}

export async function removeMark(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** Whether the process that a mark names is there. */
export async function isMarkAlive(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (!/^[1-9]\d{0,9}$/.test(text)) return false;
  try {
    return process.kill(Number(text), 0);
  } catch (error) {
    // It is there, but another user's.
    return codeOf(error) === 'EPERM';
  }
}
