import type { Mark } from '../../../src/protocol/protocol.ts';
import type { TextKey } from '../../texts.ts';

/** How a mark looks: kinds with a similar meaning share a colour and a line. */
export type MarkGroup = 'docker' | 'frame' | 'type' | 'container' | 'text' | 'number' | 'time' | 'other';

export const MARK_NAMES: Readonly<Record<MarkGroup, TextKey>> = {
  docker: 'markDocker',
  frame: 'markFrame',
  type: 'markType',
  container: 'markContainer',
  text: 'markText',
  number: 'markNumber',
  time: 'markTime',
  other: 'markOther',
};

const GROUPS: Readonly<Record<Mark['kind'], MarkGroup>> = {
  'docker-header': 'docker',
  'frame-header': 'frame',
  type: 'type',
  value: 'other',
  map: 'container',
  array: 'container',
  string: 'text',
  bytes: 'text',
  number: 'number',
  ext: 'other',
  other: 'other',
  time: 'time',
};

export function groupOf(mark: Mark): MarkGroup {
  return GROUPS[mark.kind];
}
