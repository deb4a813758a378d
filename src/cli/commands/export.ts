import { UsageError } from '../../engine/index.ts';
import { RecordingError } from '../../recording/errors.ts';
import { RecordingReader } from '../../recording/recordingReader.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../protocol/protocol.ts';
import { EXPORT_ENDINGS, exportRecording, type WriteBytes } from '../../timeline/export/exportRecording.ts';
import { isEmptyStream } from '../../timeline/export/isEmptyStream.ts';
import { defineCommand } from '../command.ts';
import { interruptible, INTERRUPTED } from '../interrupt.ts';
import { writeNewFile } from '../output/newFile.ts';
import { reportLine } from '../output/report.ts';
import { reportCut } from '../output/reportCut.ts';

/** The names that people write, by format. */
const NAMES: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'ndjson',
  'chrome-trace': 'perfetto',
  html: 'html',
  stdout: 'stdout',
  stderr: 'stderr',
};

/** What `--format` takes. */
export const FORMAT_NAMES: readonly string[] = Object.values(NAMES);

const NOTES = `
The formats are ndjson (as "show --json"), perfetto (a trace for https://ui.perfetto.dev), html (the timeline
itself in one file, without places of this machine in it), and stdout and stderr: the bytes that the inmate printed,
as they are. Without --format the ending of FILE tells which: .ndjson, .trace.json, .html, .stdout.txt, .stderr.txt.

Without -o, or with -o -, it goes to standard output. A file that is there is left as it is, unless --force replaces
it, at the end and at once. What is left of a cut recording is exported, with the exit status 9.
`;

export const exportCommand = defineCommand({
  name: 'export',
  usage: ['export FILE.dispatch --format FORMAT [-o FILE]'],
  summary: 'writes a recording in another form: NDJSON, Perfetto, HTML, stdout, stderr',
  notes: NOTES,
  options: {
    format: { type: 'string', value: 'FORMAT', help: `one of ${FORMAT_NAMES.join(', ')}` },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'where to; it must not exist yet' },
    force: { type: 'boolean', help: 'replaces a FILE that exists' },
  },
  positionals: [1, 1],
  async run([file = ''], values, { stdout, stderr }) {
    // As elsewhere, ./- stands for a file of that name.
    const named = values.text('output');
    const output = named === '-' ? undefined : named;
    if (output === undefined && values.flag('force')) throw new UsageError('--force is for a file: name it with -o');
    const format = chooseFormat(values.text('format'), output);
    if (output === undefined && stdout.isTerminal && (format === 'stdout' || format === 'stderr')) {
      throw new UsageError('what an inmate printed may steer a terminal: give a file with -o, or pipe it on');
    }
    return interruptible([stdout.closed], async (signal) => {
      try {
        const reader = await RecordingReader.open(file);
        const write = async (take: WriteBytes): Promise<void> => exportRecording(reader, format, take, signal);
        if (output === undefined) await write(async (bytes) => stdout.write(bytes));
        else await writeNewFile(output, { force: values.flag('force'), source: file }, write);
        if ((format === 'stdout' || format === 'stderr') && (await isEmptyStream(reader, format, signal))) {
          await reportLine(stderr, `${format} is empty: nothing was printed`);
        }
        const cut = await cutOf(reader, signal);
        return cut === undefined ? 0 : await reportCut(stderr, file, cut);
      } catch (error) {
        if (signal.aborted) return stdout.closed.aborted ? 0 : INTERRUPTED;
        throw error instanceof RecordingError ? new UsageError(error.message, { cause: error }) : error;
      }
    });
  },
});

function chooseFormat(named: string | undefined, output: string | undefined): ExportFormat {
  const all = FORMAT_NAMES.join(', ');
  if (named !== undefined) {
    const format = EXPORT_FORMATS.find((one) => NAMES[one] === named);
    if (format === undefined) throw new UsageError(`--format must be one of ${all}, not "${named}"`);
    return format;
  }
  const format = EXPORT_FORMATS.find((one) => output?.endsWith(`.${EXPORT_ENDINGS[one]}`) === true);
  if (format === undefined) throw new UsageError(`in which format? give --format with one of ${all}`);
  return format;
}

/** An exporter may read only some types; whether there is an end is known once all were walked. */
async function cutOf(reader: RecordingReader, signal: AbortSignal): Promise<{ readonly reason: string } | undefined> {
  for await (const _ of reader.eventBatches({ signal, types: new Set(['outcome'] as const) }));
  return reader.truncated;
}
