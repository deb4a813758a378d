import { legible, type Colour } from '../model/text/contrast.ts';

const TEXT = 4.5;
const GRAPHICS = 3;

const PAGE = '--vscode-editor-background';
const SELECTED = '--vscode-list-inactiveSelectionBackground';
const ACTIVE = '--vscode-list-activeSelectionBackground';

/** Colours of texts and icons by their variable, and the grounds that they stand on. */
const RULES: readonly (readonly [names: readonly string[], grounds: readonly string[], least: number])[] = [
  [
    [
      '--muted',
      '--vscode-foreground',
      '--vscode-descriptionForeground',
      '--vscode-errorForeground',
      '--vscode-editorWarning-foreground',
      '--vscode-textLink-foreground',
      '--vscode-panelTitle-inactiveForeground',
      '--vscode-panelTitle-activeForeground',
      '--vscode-debugTokenExpression-name',
      '--vscode-debugTokenExpression-string',
      '--vscode-debugTokenExpression-number',
      '--vscode-debugTokenExpression-boolean',
      ...['Black', 'Red', 'Green', 'Yellow', 'Blue', 'Magenta', 'Cyan', 'White'].flatMap((name) => [
        `--vscode-terminal-ansi${name}`,
        `--vscode-terminal-ansiBright${name}`,
      ]),
    ],
    [PAGE],
    TEXT,
  ],
  [['--vscode-list-inactiveSelectionForeground'], [SELECTED], TEXT],
  [['--vscode-list-activeSelectionForeground'], [ACTIVE], TEXT],
  [['--vscode-list-hoverForeground'], ['--vscode-list-hoverBackground'], TEXT],
  [['--vscode-editorWidget-foreground'], ['--vscode-editorWidget-background'], TEXT],
  [['--vscode-menu-foreground'], ['--vscode-menu-background'], TEXT],
  [['--vscode-menu-selectionForeground'], ['--vscode-menu-selectionBackground'], TEXT],
  [['--vscode-notifications-foreground'], ['--vscode-notifications-background'], TEXT],
  [['--vscode-input-placeholderForeground', '--vscode-input-foreground'], ['--vscode-input-background'], TEXT],
  [['--vscode-dropdown-foreground'], ['--vscode-dropdown-background'], TEXT],
  [
    [
      '--vscode-icon-foreground',
      '--vscode-testing-iconPassed',
      '--lane-lifecycle',
      '--lane-stdout',
      '--lane-stderr',
      '--lane-yield',
      '--lane-result',
      '--lane-raised',
    ],
    // On active rows icons have the colour of the text.
    [PAGE, SELECTED],
    GRAPHICS,
  ],
];

/** Texts whose theme names no colour of their own take this one. */
const FALLBACK = '--vscode-foreground';

/**
 * Keeps every colour of the theme that is too pale legible, by a variable of the same name on the page's body: themes of
 * VS Code, its own among them, have errors, selected rows and terminal colours below what can be read.
 */
export function keepColoursLegible(): void {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const forced = matchMedia('(forced-colors: active)');
  const update = () => {
    if (canvas) apply(canvas, forced.matches);
  };
  const observer = new MutationObserver(update);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['class', 'style', 'data-vscode-theme-id'],
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  forced.addEventListener('change', update);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', update);
  // Style sheets may come after the script.
  addEventListener('load', update);
  update();
}

function apply(canvas: CanvasRenderingContext2D, isForced: boolean): void {
  const theme = getComputedStyle(document.documentElement);
  const { style } = document.body;
  const read = (name: string) => theme.getPropertyValue(name).trim();
  for (const [names, grounds, least] of RULES) {
    const [first, ...others] = grounds.map(read).filter((ground) => ground !== '');
    for (const name of names) {
      const given = read(name) || (grounds[0] === PAGE ? '' : read(FALLBACK));
      if (isForced || given === '' || first === undefined) {
        style.removeProperty(name);
        continue;
      }
      const colour = paint(canvas, [read(PAGE), first, given]);
      const solid = [first, ...others].map((ground) => paint(canvas, [read(PAGE), ground]));
      const better = legible(colour, solid, least);
      if (better === colour) style.removeProperty(name);
      else style.setProperty(name, `rgb(${better.join(' ')})`);
    }
  }
}

/** What is seen where colours lie over each other, the last on top. */
function paint(canvas: CanvasRenderingContext2D, colours: readonly string[]): Colour {
  canvas.clearRect(0, 0, 1, 1);
  for (const colour of colours) {
    // An invalid colour leaves the style as it was: nothing is painted for it.
    canvas.fillStyle = 'transparent';
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
