import { UsageError } from '../../../errors/errors.ts';

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/**
 * @param name of a network of the daemon; default: none
 * @throws UsageError for what is not a name: the namespace of a process or of another container is not a network. That
 * of the host is refused wherever it is named
 */
export function checkNetwork(name: string = 'none'): string {
  if (NAME.test(name)) return name;
  throw new UsageError(`the network must be the name of one, such as bridge, not ${JSON.stringify(name)}`);
}
