import type { Marker } from './marker.ts';

const ALL = 'hoosegow-find';
const CURRENT = 'hoosegow-find-current';

/** Characters and marks of a pane. */
const MAX_TEXT = 512 * 1024;
const MAX_MARKS = 10_000;

/** Elements whose text is matched as one, across the elements within. */
const BLOCKS = '.tree-item, p, li, pre, td, th, h1, h2, h3';

/**
 * Marks the matches in a pane, without changing its elements: by ranges that the style sheet paints. A browser without
 * them marks nothing here.
 */
export class DomMarks {
  readonly #root: HTMLElement;
  readonly #marker: Marker;
  #ranges: Range[] = [];
  #current = -1;
  #refreshing = false;

  /** @param root where the matches are marked, as its content changes */
  constructor(root: HTMLElement, marker: Marker) {
    this.#root = root;
    this.#marker = marker;
    new MutationObserver(() => this.refresh()).observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['hidden'],
    });
  }

  get count(): number {
    return this.#ranges.length;
  }

  /** Marks again, at the next animation frame. */
  refresh(): void {
    if (this.#refreshing) return;
    this.#refreshing = true;
    requestAnimationFrame(() => {
      this.#refreshing = false;
      this.#mark();
    });
  }

  /** Shows the next or previous match. @returns whether there is one in that direction */
  step(by: 1 | -1): boolean {
    const next = this.#current === -1 ? (by === 1 ? 0 : this.#ranges.length - 1) : this.#current + by;
    const range = this.#ranges[next];
    if (!range) return false;
    this.#show(next);
    range.startContainer.parentElement?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    return true;
  }

  #mark(): void {
    if (!('highlights' in CSS)) return;
    const current = this.#ranges[this.#current];
    this.#ranges = this.#marker.query && this.#marker.query.text !== '' ? this.#find() : [];
    // Marked anew while it is gone through, the pane goes on where it was.
    this.#show(current ? this.#ranges.findIndex((range) => isSame(range, current)) : -1);
    if (this.#ranges.length === 0) CSS.highlights.delete(ALL);
    else CSS.highlights.set(ALL, new Highlight(...this.#ranges));
  }

  #show(index: number): void {
    this.#current = index;
    const range = this.#ranges[index];
    if (range) CSS.highlights.set(CURRENT, new Highlight(range));
    else CSS.highlights.delete(CURRENT);
  }

  #find(): Range[] {
    const found: Range[] = [];
    for (const { text, nodes } of textsIn(this.#root)) {
      const ranges = this.#marker.rangesOf(text);
      for (let i = 0; i + 1 < ranges.length && found.length < MAX_MARKS; i += 2) {
        const range = rangeIn(nodes, ranges[i] ?? 0, ranges[i + 1] ?? 0);
        if (range) found.push(range);
      }
    }
    return found;
  }
}

function isSame(one: Range, other: Range): boolean {
  return (
    one.startContainer === other.startContainer &&
    one.startOffset === other.startOffset &&
    one.endContainer === other.endContainer &&
    one.endOffset === other.endOffset
  );
}

interface Block {
  text: string;
  readonly nodes: { readonly node: Text; readonly from: number }[];
}

/** The visible text of a pane, block by block. */
function textsIn(root: HTMLElement): Block[] {
  const blocks = new Map<Element, Block>();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof HTMLElement && (node.hidden || node.matches('button:not(.place), select, [role=tablist], .hex'))
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  );
  let left = MAX_TEXT;
  for (let node = walker.nextNode(); node && left > 0; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue;
    const holder = node.parentElement?.closest(BLOCKS) ?? root;
    const block = blocks.get(holder) ?? { text: '', nodes: [] };
    blocks.set(holder, block);
    block.nodes.push({ node, from: block.text.length });
    block.text += node.data.slice(0, left);
    left -= node.data.length;
  }
  return [...blocks.values()];
}

function rangeIn(nodes: Block['nodes'], from: number, to: number): Range | undefined {
  const first = nodes.findLast((one) => one.from <= from);
  const last = nodes.findLast((one) => one.from < to);
  if (!first || !last) return undefined;
  const range = document.createRange();
  range.setStart(first.node, Math.min(from - first.from, first.node.length));
  range.setEnd(last.node, Math.min(to - last.from, last.node.length));
  return range;
}
