/**
 * Writes `themes.json`: the colours that VS Code gives its webviews in each built-in theme, as far as the timeline uses
 * them. Run after a new VS Code, or when a style uses another variable:
 * `node --import ./test/support/typescript.mjs test/webview/support/readThemes.ts`.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser } from '../../support/rig/chromium.ts';
import { startVSCodeServer } from '../../support/rig/vscodeServer.ts';

/** Names as the setting `workbench.colorTheme` takes them, and the class of the window in each. */
const THEMES: readonly (readonly [name: string, kind: string])[] = [
  ['Light 2026', 'vs'],
  ['Dark 2026', 'vs-dark'],
  ['Light Modern', 'vs'],
  ['Dark Modern', 'vs-dark'],
  ['Light+', 'vs'],
  ['Dark+', 'vs-dark'],
  ['Visual Studio Light', 'vs'],
  ['Visual Studio Dark', 'vs-dark'],
  ['Default High Contrast', 'hc-black'],
  ['Default High Contrast Light', 'hc-light'],
  ['Abyss', 'vs-dark'],
  ['Kimbie Dark', 'vs-dark'],
  ['Monokai', 'vs-dark'],
  ['Monokai Dimmed', 'vs-dark'],
  ['Quiet Light', 'vs'],
  ['Red', 'vs-dark'],
  ['Solarized Dark', 'vs-dark'],
  ['Solarized Light', 'vs'],
  ['Tomorrow Night Blue', 'vs-dark'],
];

const root = join(import.meta.dirname, '../../..');

/** Every variable of VS Code that the bundle names. */
async function usedVariables(): Promise<ReadonlySet<string>> {
  const folder = join(root, 'dist/webview');
  const names = (await readdir(folder)).filter((name) => /\.(js|css)$/.test(name));
  const texts = await Promise.all(names.map(async (name) => readFile(join(folder, name), 'utf8')));
  return new Set(texts.flatMap((text) => text.match(/--vscode-[\w-]+/g) ?? []));
}

const READ = `(() => {
  const found = {};
  for (const sheet of document.styleSheets)
    for (const rule of sheet.cssRules)
      if (rule.selectorText === '.monaco-workbench')
        for (const name of rule.style) if (name.startsWith('--vscode-')) found[name] = rule.style.getPropertyValue(name).trim();
  return found;
})()`;

const used = await usedVariables();
const server = await startVSCodeServer({ settings: { 'workbench.colorTheme': 'Dark Modern' } });
const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  await page.goto(server.origin);
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 120_000 });
  const themes: Record<string, unknown> = {};
  let before = '';
  for (const [name, kind] of THEMES) {
    await server.configure({ 'workbench.colorTheme': name });
    await page.locator(`.monaco-workbench.${kind}`).waitFor();
    let colours: Readonly<Record<string, string>> = {};
    // The window has taken up the theme when its colours are others than those before.
    for (let now = before; now === before; now = JSON.stringify(colours)) colours = await page.evaluate(READ);
    before = JSON.stringify(colours);
    const kept = Object.entries(colours).filter(([variable]) => used.has(variable));
    themes[name] = { kind, colours: Object.fromEntries(kept.toSorted(([a], [b]) => a.localeCompare(b))) };
    console.log(name, kept.length);
  }
  await writeFile(join(import.meta.dirname, 'themes.json'), `${JSON.stringify(themes, null, 1)}\n`);
} finally {
  await browser.close();
  await server.stop();
}
