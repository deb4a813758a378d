import type { ViewMessage } from '../protocol/protocol.ts';
import type { EventIndex } from '../recording/index/eventIndex.ts';
import type { TimelineHost } from './timelineHost.ts';
import { readWhole } from './whole/readWhole.ts';

/** What a view asks its host to do. */
type ViewAction = Exclude<ViewMessage, { readonly kind: 'request' | 'ready' | 'started' }>;

/** Does what a view asks for, if its host is able to: a view is not trusted to ask for nothing else. */
export async function doForView(host: TimelineHost, index: EventIndex, message: ViewAction): Promise<void> {
  const { abilities } = host;
  switch (message.kind) {
    case 'export':
      return abilities.export ? host.export(message.format) : undefined;
    case 'saveValue':
      return abilities.saveValue ? host.saveValue(await index.frameAt(message.row)) : undefined;
    case 'copy':
      return host.copy?.(message.text);
    case 'openSource':
      return abilities.openSource ? host.openSource(message.file, message.line, message.column) : undefined;
    case 'stop':
      return abilities.stop ? host.stop() : undefined;
    case 'command':
      return abilities.commands.includes(message.command) ? host.command(message.command) : undefined;
    case 'saveWhole':
      return abilities.saveValue ? host.saveWhole(await readWhole(index, message.what, 'save')) : undefined;
    case 'openWhole':
      return abilities.saveValue ? host.openWhole(await readWhole(index, message.what, 'open')) : undefined;
  }
}
