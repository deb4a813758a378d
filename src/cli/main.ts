import { runCli } from './cli.ts';
import { processContext } from './processContext.ts';

void runCli(process.argv.slice(2), processContext()).then((status) => {
  // All output has been written by now. Open handles, such as a connection, are not waited for.
  process.exit(status);
});
