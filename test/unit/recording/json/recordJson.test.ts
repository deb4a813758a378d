import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError, RecordingError } from '../../../../src/recording/errors.ts';
import { encodeRecordHeader } from '../../../../src/recording/file/format.ts';
import { MAX_JSON_VALUES, parseRecordJson } from '../../../../src/recording/json/recordJson.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { RecordingWriter } from '../../../../src/recording/recordingWriter.ts';
import { encodeRequest } from '../../../../src/wire/request.ts';
import { concat, text } from '../../wire/streams.ts';
import { bytesOf, collect, eventsOf, freshPath, META, record } from '../recordings.ts';
import { collectGarbage } from '../../../support/collectGarbage.ts';

const MIB = 1024 * 1024;

describe('the JSON of a record', () => {
  it('is read as any other, however much text is in it', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.string().map((words) => `${words}\\",[{:`.repeat(2000)),
    );
    fc.assert(
      fc.property(value, (json) => {
        expect(parseRecordJson('lifecycle', text(JSON.stringify([json, json])))).toEqual(
          JSON.parse(JSON.stringify([json, json])),
        );
      }),
    );
  });

  it.each(['meta', 'lifecycle', 'outcome'] as const)('has only so many values in a %s', (kind) => {
    const most = MAX_JSON_VALUES[kind];
    expect(parseRecordJson(kind, text(`[${'1,'.repeat(most - 1)}1]`))).toHaveLength(most);
    expect(() => parseRecordJson(kind, text(`[${'1,'.repeat(most)}1]`))).toThrow(`more than ${most} values`);
    expect(() => parseRecordJson(kind, text('['.repeat(most + 1)))).toThrow(`more than ${most} values`);
  });

  it('of a stranger takes little memory and time where it is nothing but brackets', async () => {
    const bomb = text(`{"event":"note","text":"x","more":[${'[],'.repeat(10 * MIB)}0]}`);
    const header = encodeRecordHeader('lifecycle', undefined, 0, bomb.length);
    const path = freshPath();
    writeFileSync(path, concat(bytesOf([]), header, bomb));
    collectGarbage();
    const before = process.memoryUsage().rss;
    const reader = await RecordingReader.open(path);
    expect(await collect(reader.events())).toEqual([]);
    expect(reader.truncated?.reason).toContain('more than 1024 values');
    // Parsed, it would take more than 500 MiB: the rest is the block that the record is read into.
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MIB);
  });

  it('of a stranger is refused where it is the first thing in the file', async () => {
    const bomb = text(`{"args":[${'[],'.repeat(4 * MIB)}0]}`);
    const path = freshPath();
    writeFileSync(
      path,
      concat(bytesOf([]).subarray(0, 12), encodeRecordHeader('meta', undefined, 0, bomb.length), bomb),
    );
    await expect(RecordingReader.open(path)).rejects.toThrow(FormatError);
  });

  it('holds any arguments of a megabyte, and a backtrace of a million lines', async () => {
    const empty = new Map([[[], []]]);
    const args = Array.from({ length: 345_000 }, () => empty);
    expect(encodeRequest('m', args).length).toBeLessThan(MIB);
    const raised = { class: 'E', message: 'm', backtrace: Array.from({ length: 1_000_000 }, () => '') };
    const path = record([{ outcome: { outcome: 'raised', ...raised }, t: 1 }], { ...META, args });
    const [outcome] = await eventsOf(path);
    expect(outcome?.type).toBe('outcome');
  });

  it('that no reader would take is not written', () => {
    const writer = RecordingWriter.spool(META);
    const notes = Array.from({ length: MAX_JSON_VALUES.outcome }, () => '');
    expect(() => writer.outcome({ outcome: 'returned', notes }, 1)).toThrow(RecordingError);
    writer.close();
  });
});
