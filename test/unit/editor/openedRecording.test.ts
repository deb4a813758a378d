import { expect, it } from 'vitest';
import { OpenedRecording } from '../../../src/editor/timeline/openedRecording.ts';
import type { OpenRecording } from '../../../src/editor/timeline/recordingAccess.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { record } from '../recording/recordings.ts';

async function opened(onDispose: () => void): Promise<OpenRecording> {
  return { reader: await RecordingReader.open(record([])), live: undefined, dispose: onDispose };
}

it('opens a recording once for all, and anew only after a failure', async () => {
  const attempts: number[] = [];
  let disposed = 0;
  const recording = new OpenedRecording(async () => {
    attempts.push(attempts.length);
    if (attempts.length < 3) throw new Error('the network drive is gone');
    return opened(() => disposed++);
  });
  await expect(recording.get()).rejects.toThrow('gone');
  expect(recording.hasFailed).toBe(true);
  await expect(recording.get()).rejects.toThrow('gone');
  const open = await recording.get();
  expect(recording.hasFailed).toBe(false);
  expect(await recording.get()).toBe(open);
  expect(attempts).toEqual([0, 1, 2]);
  recording.dispose();
  await expect.poll(() => disposed).toBe(1);
});

it('opens nothing any more once it is left', async () => {
  let attempts = 0;
  const recording = new OpenedRecording(() => {
    attempts++;
    return Promise.reject(new Error('gone'));
  });
  await expect(recording.get()).rejects.toThrow('gone');
  recording.dispose();
  await expect(recording.get()).rejects.toThrow('gone');
  expect(attempts).toBe(1);
});
