import { UsageError } from '../../engine/index.ts';
import { RecordingError } from '../../recording/errors.ts';
import { RecordingReader } from '../../recording/recordingReader.ts';
import { defineCommand } from '../command.ts';
import { jsonView, timelineView } from '../output/dispatchViews.ts';
import { CUT } from '../exitStatus.ts';
import { interruptible, INTERRUPTED } from '../interrupt.ts';
import { choosePaint, COLOR_OPTION } from '../output/paint.ts';
import { reportCut } from '../output/reportCut.ts';

export const showCommand = defineCommand({
  name: 'show',
  usage: ['show FILE.dispatch [--json]'],
  summary: 'shows what was called, and the timeline of it',
  notes: `A recording that was cut by a crash is shown up to its last whole record; the exit status is ${CUT} then.`,
  options: { json: { type: 'boolean', help: 'one JSON object a line, as from "run --json"' }, ...COLOR_OPTION },
  positionals: [1, 1],
  async run([file = ''], values, { stdout, stderr, env }) {
    const paint = choosePaint(stdout.isTerminal, env, values.text('color'), values.nameOf('color'));
    const view = values.flag('json') ? jsonView(stdout) : timelineView(stdout, paint, false);
    return interruptible([stdout.closed], async (signal) => {
      try {
        const reader = await RecordingReader.open(file);
        await view.call(reader.meta);
        for await (const event of reader.events({ signal })) await view.event(event);
        if (!reader.truncated) return 0;
        await view.truncated();
        return await reportCut(stderr, file, reader.truncated);
      } catch (error) {
        if (signal.aborted) return stdout.closed.aborted ? 0 : INTERRUPTED;
        throw error instanceof RecordingError ? new UsageError(error.message, { cause: error }) : error;
      }
    });
  },
});
