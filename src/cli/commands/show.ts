import { UsageError } from '../../engine/index.ts';
import { RecordingError } from '../../recording/errors.ts';
import { RecordingReader } from '../../recording/recordingReader.ts';
import { defineCommand } from '../command.ts';
import { jsonView, timelineView } from '../dispatchViews.ts';
import { interruptible, INTERRUPTED } from '../interrupt.ts';
import { choosePaint } from '../paint.ts';

export const showCommand = defineCommand({
  name: 'show',
  usage: ['show FILE.dispatch [--json]'],
  summary: 'shows the timeline of a recorded dispatch',
  notes: 'A recording that was cut by a crash is shown up to its last whole record, and says so.',
  options: { json: { type: 'boolean', help: 'one JSON object a line, as from "run --json"' } },
  positionals: [1, 1],
  async run([file = ''], values, { stdout, env }) {
    const view = values.flag('json')
      ? jsonView(stdout)
      : timelineView(stdout, choosePaint(stdout.isTerminal, env), false);
    return interruptible([stdout.closed], async (signal) => {
      try {
        const reader = await RecordingReader.open(file);
        for await (const event of reader.events({ signal })) await view.event(event);
        if (reader.truncated) await view.truncated();
        return 0;
      } catch (error) {
        if (signal.aborted) return stdout.closed.aborted ? 0 : INTERRUPTED;
        throw error instanceof RecordingError ? new UsageError(error.message, { cause: error }) : error;
      }
    });
  },
});
