import { escapeText } from '../../text/escape.ts';
import type { Mark } from '../../protocol/protocol.ts';
import { clip, plural } from '../../text/words.ts';

const UTF8 = new TextDecoder();

/** Bytes of a text that a label shows, and characters of a label. */
const MAX_LABEL_BYTES = 120;
const MAX_LABEL = 160;

interface OpenMark {
  readonly from: number;
  to: number;
  readonly kind: Mark['kind'];
  readonly label: string;
}

/** A list or map whose end has not been found yet. */
interface Level {
  /** `undefined` where there was no room for it. */
  readonly mark: OpenMark | undefined;
  readonly isMap: boolean;
  /** Items still to come; a map's keys and values count one each. */
  left: number;
}

/** The head of a msgpack item: how long the item is, or how many items follow. */
interface Item {
  readonly kind: Mark['kind'];
  readonly label: string;
  /** Bytes of it that do not belong to its items. */
  readonly length: number;
  readonly items: number;
}

/**
 * Marks the structure of msgpack values, which may be cut anywhere and have any content: it only looks at bytes, and
 * every list of marks is bounded. Containers come before their items.
 */
export class MsgpackMarker {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #room: number;
  readonly #marks: OpenMark[] = [];

  /** @param room the most marks to make */
  constructor(bytes: Uint8Array, room: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#room = room;
  }

  get marks(): readonly Mark[] {
    return this.#marks;
  }

  /** Marks one value. @returns the offset after it, or of the end if it is cut */
  value(from: number): number {
    const levels: Level[] = [];
    let position = from;
    while (position < this.#bytes.length) {
      const level = levels.at(-1);
      const isKey = level?.isMap === true && level.left % 2 === 0;
      const item = this.#item(position);
      const mark = this.add(item.kind, position, position + item.length, isKey ? `key ${item.label}` : item.label);
      position = Math.min(position + item.length, this.#bytes.length);
      if (level) level.left--;
      if (item.items > 0) levels.push({ mark, isMap: item.kind === 'map', left: item.items });
      while (levels.at(-1)?.left === 0) close(levels.pop(), position);
      if (levels.length === 0) break;
    }
    for (const level of levels) close(level, this.#bytes.length);
    return position;
  }

  /** Adds a mark, if there is room. */
  add(kind: Mark['kind'], from: number, to: number, label: string): OpenMark | undefined {
    if (this.#marks.length >= this.#room) return undefined;
    const mark = { from, to: Math.min(to, this.#bytes.length), kind, label: clip(label, MAX_LABEL) };
    this.#marks.push(mark);
    return mark;
  }

  /** A msgpack string, and its length including the head; `undefined` if there is none at the position. */
  text(position: number): { readonly text: string; readonly length: number } | undefined {
    const { kind, length } = this.#item(position);
    if (kind !== 'string') return undefined;
    const head = headOf(this.#bytes[position] ?? 0);
    return { text: this.#text(position + head, length - head), length };
  }

  #item(position: number): Item {
    const lead = this.#bytes[position] ?? 0;
    if (lead <= 0x7f) return scalar('number', String(lead), 1);
    if (lead >= 0xe0) return scalar('number', String(lead - 0x100), 1);
    if (lead <= 0x8f) return container('map', lead & 0x0f, 1);
    if (lead <= 0x9f) return container('array', lead & 0x0f, 1);
    if (lead <= 0xbf) return this.#string(position, 1, lead & 0x1f);
    return this.#long(position, lead);
  }

  #long(position: number, lead: number): Item {
    const head = headOf(lead);
    // Meaningful only for items whose count follows the lead byte.
    const count = this.#uint(position + 1, head - 1);
    switch (lead) {
      case 0xc0:
        return scalar('other', 'nil', 1);
      case 0xc1:
        return scalar('other', 'a byte that msgpack never uses', 1);
      case 0xc2:
      case 0xc3:
        return scalar('other', String(lead === 0xc3), 1);
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return scalar('bytes', plural(count, 'byte'), head + count);
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#extension(position + head, head + 1 + count, count);
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.#extension(position + 1, 2 + (1 << (lead - 0xd4)), 1 << (lead - 0xd4));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#string(position, head, count);
      case 0xdc:
      case 0xdd:
        return container('array', count, head);
      case 0xde:
      case 0xdf:
        return container('map', count, head);
      default:
        return this.#number(position, lead);
    }
  }

  #number(position: number, lead: number): Item {
    const length = lead === 0xca ? 4 : lead === 0xcb ? 8 : 1 << (lead & 3);
    const at = position + 1;
    if (at + length > this.#bytes.length) return scalar('number', 'a number, cut', 1 + length);
    const read: Readonly<Record<number, () => number | bigint>> = {
      0xca: () => this.#view.getFloat32(at),
      0xcb: () => this.#view.getFloat64(at),
      0xcc: () => this.#view.getUint8(at),
      0xcd: () => this.#view.getUint16(at),
      0xce: () => this.#view.getUint32(at),
      0xcf: () => this.#view.getBigUint64(at),
      0xd0: () => this.#view.getInt8(at),
      0xd1: () => this.#view.getInt16(at),
      0xd2: () => this.#view.getInt32(at),
      0xd3: () => this.#view.getBigInt64(at),
    };
    return scalar('number', String(read[lead]?.() ?? ''), 1 + length);
  }

  #extension(typeAt: number, length: number, size: number): Item {
    const type = typeAt < this.#bytes.length ? this.#view.getInt8(typeAt) : undefined;
    const label = type === -1 ? 'timestamp' : `extension ${type ?? ''}`;
    return scalar(type === -1 ? 'time' : 'ext', `${label} of ${plural(size, 'byte')}`, length);
  }

  #string(position: number, head: number, length: number): Item {
    return scalar('string', JSON.stringify(this.#text(position + head, length)), head + length);
  }

  #text(from: number, length: number): string {
    if (this.#marks.length >= this.#room) return '';
    const shown = this.#bytes.subarray(from, from + Math.min(length, MAX_LABEL_BYTES));
    return escapeText(UTF8.decode(shown)) + (length > shown.length ? '…' : '');
  }

  #uint(position: number, length: number): number {
    let number = 0;
    for (let i = 0; i < length; i++) number = number * 256 + (this.#bytes[position + i] ?? 0);
    return number;
  }
}

/** Bytes of the lead and of the count after it. */
function headOf(lead: number): number {
  if (lead >= 0xc4 && lead <= 0xc6) return 1 + (1 << (lead - 0xc4));
  if (lead >= 0xc7 && lead <= 0xc9) return 1 + (1 << (lead - 0xc7));
  if (lead >= 0xd9 && lead <= 0xdb) return 1 + (1 << (lead - 0xd9));
  if (lead === 0xdc || lead === 0xde) return 3;
  return lead === 0xdd || lead === 0xdf ? 5 : 1;
}

function scalar(kind: Mark['kind'], label: string, length: number): Item {
  return { kind, label, length, items: 0 };
}

function container(kind: 'map' | 'array', count: number, head: number): Item {
  const noun = kind === 'map' ? 'entry' : 'item';
  return { kind, label: `${kind} of ${plural(count, noun)}`, length: head, items: kind === 'map' ? count * 2 : count };
}

function close(level: Level | undefined, to: number): void {
  if (level?.mark) level.mark.to = Math.max(level.mark.from, to);
}
