import { runCli } from './cli.ts';
import { processContext } from './processContext.ts';

void runCli(process.argv.slice(2), processContext()).then((status) => {
  // All output has been written by now. What still lingers, such as a connection, is not waited for.
  process.exit(status);
});
