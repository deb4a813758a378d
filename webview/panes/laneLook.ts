import type { EventType, Lane } from '../../src/protocol/lane.ts';
import type { IconName } from '../ui/icons.ts';

/** Icon and name tell lanes apart; the colour only helps. The names are the protocol's and are not translated. */
export const LANE_ICONS: Readonly<Record<Lane, IconName>> = {
  lifecycle: 'pulse',
  stdout: 'output',
  stderr: 'warning',
  yield: 'symbol-event',
  result: 'target',
};

export function iconOf(type: EventType): IconName {
  switch (type) {
    case 'return':
      return 'pass';
    case 'raise':
      return 'error';
    case 'outcome':
      return 'target';
    default:
      return LANE_ICONS[type];
  }
}
