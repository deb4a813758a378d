import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingFile } from '../../../../src/recording/file/growingFile.ts';
import { buffersBehind } from '../../../../src/recording/file/buffersBehind.ts';
import { RecordingError } from '../../../../src/recording/errors.ts';
import { SharedFile } from '../../../../src/recording/file/sharedFile.ts';
import { concat } from '../../wire/streams.ts';
import { freshPath } from '../recordings.ts';

describe('a file that grows', () => {
  it('writes on after a call that took a part, wherever that part ends', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 5 })), fc.nat(30), (buffers, taken) => {
        const rest = buffersBehind(buffers, taken);
        expect(concat(...rest)).toEqual(concat(...buffers).subarray(taken));
        expect(rest[0]?.length).not.toBe(0);
      }),
    );
  });

  it('has ended when it cannot be written, tells its readers, and raises the same error ever after', () => {
    const path = freshPath();
    writeFileSync(path, 'as it was');
    // Its descriptor is open for reading only.
    const file = new GrowingFile(SharedFile.open(path));
    let told = 0;
    file.onGrowth(() => told++);
    const errors = [1, 2].map((byte) => {
      try {
        file.append([Uint8Array.of(byte)]);
        return undefined;
      } catch (error) {
        return error;
      }
    });
    expect(errors[0]).toBeInstanceOf(RecordingError);
    expect(errors[1]).toBe(errors[0]);
    expect([file.ended, file.size, told]).toEqual([true, 0, 1]);
    expect(readFileSync(path, 'utf8')).toBe('as it was');
  });
});
