import { isRecord } from '../../text/isRecord.ts';

/** An id as engines give them. */
const ID = /^(?:sha256:)?[0-9a-f]{12,64}$/;

/** What a command of the view *Images* was called with: the item of the menu, or all that are selected. */
export function readStoreIds(kind: 'image' | 'container', args: readonly unknown[]): readonly StoreTarget[] {
  const [argument, selected] = args;
  const items: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [argument];
  return items.map((item) => readTarget(kind, item)).filter((target) => target !== undefined);
}

export interface StoreTarget {
  readonly id: string;
  /** Of the inmate; empty where it is unknown. */
  readonly name: string;
  /** Name of a container; `undefined` for an image. */
  readonly container: string | undefined;
  /** Bytes that its removal frees at least; `undefined` where unknown. */
  readonly size: number | undefined;
}

function readTarget(kind: 'image' | 'container', item: unknown): StoreTarget | undefined {
  const thing = isRecord(item) && item['kind'] === kind ? item[kind] : undefined;
  if (!isRecord(thing)) return undefined;
  const { id, inmate, ownSize, name: container } = thing;
  if (typeof id !== 'string' || !ID.test(id)) return undefined;
  return {
    id,
    name: typeof inmate === 'string' ? inmate : '',
    container: kind === 'container' && typeof container === 'string' ? container : undefined,
    size: typeof ownSize === 'number' ? ownSize : undefined,
  };
}
