import type { Lane } from '../../../src/protocol/lane.ts';
import { LANES } from '../../../src/protocol/lane.ts';
import { element } from '../../ui/dom.ts';

/** Colours and font of the canvas, to which style sheets do not apply. */
export interface LaneTheme {
  readonly lanes: Readonly<Record<Lane, string>>;
  readonly raised: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly font: string;
}

/**
 * Reads the theme from elements coloured by the style sheet, so that themes, high contrast and forced colours apply to
 * the canvas too.
 */
export class ThemeReader {
  readonly element: HTMLElement;
  readonly #probes = new Map<string, HTMLElement>();
  readonly #changed: () => void;

  /** @param changed called when the colours may have changed */
  constructor(changed: () => void) {
    this.#changed = changed;
    for (const name of [...LANES, 'raised', 'text', 'muted', 'grid', 'background']) {
      this.#probes.set(name, element('span', { class: `probe probe-${name}` }));
    }
    this.element = element('div', { class: 'probes', 'aria-hidden': 'true' }, ...this.#probes.values());
    this.#watch();
  }

  read(): LaneTheme {
    const colour = (name: string) => getComputedStyle(this.#probes.get(name) ?? this.element).color;
    const { fontFamily } = getComputedStyle(this.element);
    return {
      lanes: {
        lifecycle: colour('lifecycle'),
        stdout: colour('stdout'),
        stderr: colour('stderr'),
        yield: colour('yield'),
        result: colour('result'),
      },
      raised: colour('raised'),
      text: colour('text'),
      muted: colour('muted'),
      grid: colour('grid'),
      background: colour('background'),
      font: `11px ${fontFamily}`,
    };
  }

  /** VS Code sets a theme by the root's style and the body's classes; a browser, by the user's preferences. */
  #watch(): void {
    const observer = new MutationObserver(this.#changed);
    const attributes = { attributes: true, attributeFilter: ['class', 'style', 'data-vscode-theme-id'] };
    observer.observe(document.documentElement, attributes);
    observer.observe(document.body, attributes);
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(query).addEventListener('change', this.#changed);
    }
  }
}
