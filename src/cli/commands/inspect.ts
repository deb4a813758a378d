import path from 'node:path';
import { assetPath, UsageError } from '../../engine/index.ts';
import { RecordingError } from '../../recording/errors.ts';
import { RecordingReader } from '../../recording/recordingReader.ts';
import { defineCommand, type CommandContext } from '../command.ts';
import { shellOf } from '../../text/shell/shell.ts';
import { InspectServer } from '../inspect/inspectServer.ts';
import { openBrowser } from '../inspect/openBrowser.ts';
import { interruptible, INTERRUPTED } from '../interrupt.ts';
import { reportLine } from '../output/report.ts';

/** Milliseconds that a page has to be loaded again. */
const IDLE_TIME = 10_000;

const NOTES = `
The address of the timeline is printed to stdout. It works in browsers on this machine, as long as this command runs,
and for those who know its token. The command ends ten seconds after the last page was closed, or at Ctrl+C.
`;

export const inspectCommand = defineCommand({
  name: 'inspect',
  usage: ['inspect FILE.dispatch [--no-open]'],
  summary: 'opens the timeline of a recorded dispatch in a browser',
  notes: NOTES,
  options: { 'no-open': { type: 'boolean', help: 'open no browser; without a terminal none is opened either' } },
  positionals: [1, 1],
  async run([file = ''], values, context) {
    await checkRecording(file);
    const { stdout, stderr, env } = context;
    const server = new InspectServer({
      open: async () => RecordingReader.open(file),
      name: path.basename(file, '.dispatch'),
      assetPath: (name) => assetPath('webview', name),
      shell: shellOf(env['SHELL'] ?? '', process.platform),
      report: (message) => void reportLine(stderr, message).catch(() => undefined),
      idleTime: IDLE_TIME,
    });
    return interruptible([stdout.closed], async (signal) => {
      await server.start();
      try {
        await stdout.write(`${server.url}\n`);
        if (isWatched(context) && !values.flag('no-open')) openBrowser(server.onceUrl, env);
        return await Promise.race([server.idle().then(() => 0), interrupted(signal)]);
      } finally {
        await server.close();
      }
    });
  },
});

/** A file that cannot be shown is told here rather than in a browser. */
async function checkRecording(file: string): Promise<void> {
  try {
    await RecordingReader.open(file);
  } catch (error) {
    throw error instanceof RecordingError ? new UsageError(error.message, { cause: error }) : error;
  }
}

function isWatched({ stdout, stderr }: CommandContext): boolean {
  return stdout.isTerminal || stderr.isTerminal;
}

async function interrupted(signal: AbortSignal): Promise<number> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  return INTERRUPTED;
}
