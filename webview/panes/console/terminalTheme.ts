import type { ITheme } from '@xterm/xterm';

const COLOURS = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
] as const;

/** Colours and font of a terminal, from VS Code's variables. */
export interface TerminalLook {
  readonly theme: ITheme;
  readonly fontFamily: string;
  readonly fontSize: number;
  /** Of all matches, and of the one at hand: `#rrggbb`, as the search takes them. */
  readonly match: string;
  readonly activeMatch: string;
}

export function readLook(): TerminalLook {
  const style = getComputedStyle(document.documentElement);
  const first = (...names: readonly string[]): string | undefined =>
    names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find((value) => value !== '');
  const isForced = matchMedia('(forced-colors: active)').matches;
  const theme: ITheme = {};
  const set = (name: keyof Omit<ITheme, 'extendedAnsi'>, colour: string | undefined) => {
    if (colour !== undefined) theme[name] = colour;
  };
  const background = first('terminal-background', 'editor-background');
  const isDark = isDarkColour(background);
  // With forced colours only the system's are there; those of the output stay its own.
  const [paper, ink, marked, markedInk] = isForced
    ? ['Canvas', 'CanvasText', 'Highlight', 'HighlightText'].map(systemColour)
    : [
        background,
        first('terminal-foreground', 'editor-foreground', 'foreground'),
        first('terminal-selectionBackground', 'editor-selectionBackground'),
        first('terminal-selectionForeground'),
      ];
  set('background', paper);
  set('foreground', ink);
  set('selectionBackground', marked);
  set('selectionForeground', markedInk);
  set('scrollbarSliderBackground', first('scrollbarSlider-background'));
  set('scrollbarSliderHoverBackground', first('scrollbarSlider-hoverBackground'));
  set('scrollbarSliderActiveBackground', first('scrollbarSlider-activeBackground'));
  for (const name of COLOURS) set(name, first(`terminal-ansi${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`));
  return {
    theme,
    fontFamily: first('editor-font-family') ?? 'monospace',
    fontSize: Number.parseFloat(first('editor-font-size') ?? '') || 12,
    match: isDark ? '#613214' : '#f8d7b0',
    activeMatch: isDark ? '#9e6a03' : '#e8a24a',
  };
}

/** Calls when the colours may have changed. VS Code sets a theme at the root and the body, a browser by preferences. */
export function watchLook(changed: () => void): void {
  const observer = new MutationObserver(changed);
  const attributes = { attributes: true, attributeFilter: ['class', 'style', 'data-vscode-theme-id'] };
  observer.observe(document.documentElement, attributes);
  observer.observe(document.body, attributes);
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
    matchMedia(query).addEventListener('change', changed);
  }
}

/** A colour of the system as red, green and blue: a terminal computes with its colours. */
function systemColour(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = name;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function isDarkColour(colour: string | undefined): boolean {
  const [, red = '0', green = '0', blue = '0'] = /^#(..)(..)(..)/.exec(colour ?? '') ?? [];
  const [r, g, b] = [red, green, blue].map((part) => Number.parseInt(part, 16));
  return (r ?? 0) * 0.299 + (g ?? 0) * 0.587 + (b ?? 0) * 0.114 < 128;
}
