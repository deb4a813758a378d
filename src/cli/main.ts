import { runCli } from './cli.ts';
import { openOutput } from './output.ts';

const context = { stdout: openOutput(process.stdout), stderr: openOutput(process.stderr), env: process.env };

void runCli(process.argv.slice(2), context).then((status) => {
  // All output has been written by now. What still lingers, such as a connection, is not waited for.
  process.exit(status);
});
