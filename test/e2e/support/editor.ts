import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { inject, vi } from 'vitest';
import { Hoosegow } from '../../../src/engine/index.ts';
import { dockerUnderTest } from '../../support/docker.ts';
import { startVSCodeServer, type VSCodeServer } from '../../support/rig/vscodeServer.ts';
import { configureWorkbench, openWorkbench, type Workbench } from '../../support/rig/workbench.ts';

/** The host that the corpus of hostile content points to. */
const CANARY = 'canary.invalid';

/** Where webviews find the files of their extension: a service worker answers, no network. */
const WEBVIEW_FILES = '.vscode-resource.vscode-cdn.net';

/** Runs first in every page and frame; a sandbox would swallow a dialog without a word. */
const REPORT_DIALOGS = `
  for (const name of ['alert', 'confirm', 'prompt', 'print']) {
    globalThis[name] = (text) => globalThis.reportExecution(name + ' ' + text);
  }`;

/** Milliseconds: longer than anything takes that is waited for, on the busiest machine. Who waits so long waits in vain. */
const PATIENCE = 60_000;

/** Notes whether the next click is let go on a lens that is still in the page. */
const WATCH_CLICK = `{
  globalThis.hasClicked = false;
  const note = ({ target }) => {
    globalThis.hasClicked = target.isConnected && target.closest('.codelens-decoration a') !== null;
  };
  addEventListener('mouseup', note, { capture: true, once: true });
}`;

const SCREENSHOTS = join(import.meta.dirname, '../../../coverage/screenshots');

export const THEMES = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;
export type Theme = keyof typeof THEMES;

/** Name of the picture of a test that has failed. */
export function failureName(test: string): string {
  return `failed-${test.replaceAll(/\W+/g, '-').slice(0, 80)}`;
}

export interface EditorOptions {
  readonly trusted?: boolean;
  /** Fills the folder before it is opened. */
  readonly prepare?: (folder: string) => Promise<void>;
}

/** A VS Code in a browser into which the packaged extension was installed, with a folder of its own. */
export class Editor implements AsyncDisposable {
  readonly page: Page;
  readonly folder: string;
  /** Everything that went wrong in a page, a webview or a worker. */
  readonly errors: string[] = [];
  /** Addresses elsewhere that something in a webview has asked for. */
  readonly outside: string[] = [];
  /** What hostile content has called: every dialog, and every address of the corpus. */
  readonly executed: string[];
  readonly #server: VSCodeServer;
  readonly #browser: BrowserContext;
  readonly #work: string;

  private constructor(server: VSCodeServer, { browser, page }: Workbench, work: string, executed: string[]) {
    this.executed = executed;
    this.#server = server;
    this.#browser = browser;
    this.page = page;
    this.#work = work;
    this.folder = join(work, 'workspace');
    page.setDefaultTimeout(PATIENCE);
    const own = new URL(server.origin).host;
    page.on('console', (message) => message.type() === 'error' && this.errors.push(message.text()));
    page.on('pageerror', (error) => this.errors.push(String(error)));
    browser.on('request', (request) => {
      const url = new URL(request.url());
      if (!/^(https?|wss?):$/.test(url.protocol) || url.host === own || url.host.endsWith(WEBVIEW_FILES)) return;
      if (url.hostname === CANARY) this.executed.push(request.url());
      // The workbench itself asks for a gallery of extensions; what is in a webview asks for nothing.
      else if (request.serviceWorker() === null && request.frame() !== page.mainFrame())
        this.outside.push(request.url());
    });
  }

  static async open({ trusted = true, prepare }: EditorOptions = {}): Promise<Editor> {
    const work = await mkdtemp(join(tmpdir(), 'hoosegow-e2e-'));
    const folder = join(work, 'workspace');
    await mkdir(folder);
    await prepare?.(folder);
    const { host, baseImage, buildNetwork } = dockerUnderTest();
    const server = await startVSCodeServer({
      extensions: inject('installedExtensions'),
      trusted,
      settings: {
        'hoosegow.engine.host': host,
        'hoosegow.images.baseImage': baseImage,
        'hoosegow.images.buildNetwork': buildNetwork ?? '',
        // Recordings, which a project ignores, are opened by their name, too.
        'search.useIgnoreFiles': false,
      },
    });
    try {
      const executed: string[] = [];
      // Every page and frame tells what calls a dialog, the first one included.
      const workbench = await openWorkbench(server, {
        folder,
        before: async (context) => {
          await context.exposeBinding('reportExecution', ({ frame }, text: string) => {
            executed.push(`${text} in ${frame.url()}`);
          });
          await context.addInitScript({ content: REPORT_DIALOGS });
        },
      });
      const editor = new Editor(server, workbench, work, executed);
      await editor.#settled();
      return editor;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Runs a command as a user does: by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.#search('F1', title);
    await this.#takePick(title);
  }

  /** Titles that the palette offers for what is typed. */
  async offered(text: string): Promise<readonly string[]> {
    await this.#search('F1', text);
    await this.picks.first().waitFor();
    const labels = await this.picks.locator('.label-name').allInnerTexts();
    await this.input.press('Escape');
    await this.input.waitFor({ state: 'hidden' });
    return labels;
  }

  /**
   * Does what may be done twice, until something shows that it was done: what is drawn anew may lose a click, and so may a
   * page that is not ready for a key.
   */
  async until(shown: Locator, act: () => Promise<unknown>): Promise<void> {
    const done = async () => {
      if (await shown.first().isVisible()) return true;
      await act();
      return shown.first().isVisible();
    };
    await vi.waitUntil(done, { timeout: PATIENCE, interval: 250 });
  }

  /**
   * Clicks the first lens with this text. The editor draws its lenses anew while it gets to know a file, and heeds where the
   * button is let go: a click whose lens went before that is none, and is made again; one that met it is made once.
   */
  async clickLens(text: string): Promise<void> {
    const lens = this.page.locator('.codelens-decoration').getByText(text, { exact: true }).first();
    const hasClicked = async () => {
      await this.page.evaluate(WATCH_CLICK);
      await lens.click({ timeout: 5000 }).catch(() => undefined);
      return (await this.page.evaluate('globalThis.hasClicked')) === true;
    };
    await vi.waitUntil(hasClicked, { timeout: PATIENCE });
  }

  /** Opens the quick input by a key, and types there. A key that comes too early for a webview is lost. */
  async #search(key: 'F1' | 'Control+P', text: string): Promise<void> {
    const [prefix, asks] = key === 'F1' ? ['>', /command/i] : ['', /files/i];
    const isOpen = async () => asks.test(await this.#question()) && (await this.#valueOfInput())?.startsWith(prefix);
    const opened = async () => {
      if (await isOpen()) return true;
      await this.page.keyboard.press(key);
      return vi.waitUntil(isOpen, { timeout: 5000, interval: 20 }).catch(() => false);
    };
    await vi.waitUntil(opened, { timeout: PATIENCE });
    await this.input.fill(prefix + text);
  }

  /** Takes an entry of the quick input by the keyboard, which takes what is marked and not what was under a pointer. */
  async #takePick(...texts: readonly string[]): Promise<void> {
    const marked = this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row.focused');
    const isMarked = async () => {
      const words = await marked.allInnerTexts();
      if (words.some((all) => texts.every((text) => all.includes(text)))) return true;
      if (words.length > 0) await this.input.press('ArrowDown');
      return false;
    };
    await vi.waitUntil(isMarked, { timeout: PATIENCE, interval: 100 });
    await this.#enter();
  }

  /** Presses Enter, until the quick input asks for something else or is gone. */
  async #enter(): Promise<void> {
    const before = await this.#question();
    await this.input.press('Enter');
    await vi.waitUntil(async () => (await this.#question()) !== before, { timeout: PATIENCE, interval: 50 });
  }

  /** What the quick input asks; empty where there is none. */
  async #question(): Promise<string> {
    const asks = this.page.evaluate(`(() => {
      const widget = document.querySelector('.quick-input-widget');
      if (!widget || widget.offsetParent === null || widget.inert) return '';
      const title = widget.querySelector('.quick-input-title')?.textContent ?? '';
      return title + '|' + (widget.querySelector('input[type=text]')?.placeholder ?? '');
    })()`);
    return String(await asks.catch(orGone));
  }

  async #valueOfInput(): Promise<string | undefined> {
    return (await this.input.count()) === 1 ? this.input.inputValue() : undefined;
  }

  /** Waits until the quick input asks this: by its title or in its field, for one that is about to go may name it too. */
  async asked(what: RegExp): Promise<void> {
    await vi.waitUntil(async () => what.test(await this.#question()), { timeout: PATIENCE, interval: 50 });
  }

  /** Takes what the quick input has, or what is typed into it. The title, or what it asks, tells which one it is. */
  async accept(title: RegExp, text?: string): Promise<void> {
    await this.asked(title);
    if (text !== undefined) await this.input.fill(text);
    const isList = await this.page.locator('.quick-input-widget:visible .quick-input-list').isVisible();
    if (isList) await this.#takePick(text ?? '');
    else await this.#enter();
  }

  /** Saves a file by the editor's own dialog, which suggests a path when it is ready. */
  async saveAs(suggestion: RegExp, path: string): Promise<void> {
    await vi.waitUntil(async () => suggestion.test((await this.#valueOfInput()) ?? ''), { timeout: PATIENCE });
    await this.input.fill(path);
    // The dialog looks the folder up first, and until then does not listen.
    const isClosed = async () => {
      if (await this.input.isVisible()) await this.page.keyboard.press('Enter');
      return !(await this.input.isVisible());
    };
    await vi.waitUntil(isClosed, { timeout: PATIENCE, interval: 500 });
  }

  /** What opens the views of the extension. */
  get activity(): Locator {
    return this.page.getByRole('tab', { name: 'Hoosegow' });
  }

  get input(): Locator {
    return this.page.locator('.quick-input-widget:visible input[type=text]');
  }

  get picks(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  }

  /** A tab by its name. */
  tab(name: string | RegExp): Locator {
    return this.page.getByRole('tab', { name });
  }

  /** Evaluates an expression in the page inside the timeline that is in front. */
  async inTimeline(expression: string): Promise<unknown> {
    const body = await this.timeline.locator('body').elementHandle();
    const frame = await body?.ownerFrame();
    return frame?.evaluate(expression);
  }

  /** The page inside the timeline that is in front. */
  get timeline(): FrameLocator {
    return this.page
      .locator('iframe.webview.ready >> visible=true')
      .last()
      .contentFrame()
      .locator('#active-frame')
      .contentFrame();
  }

  async openFile(path: string): Promise<void> {
    await this.#search('Control+P', path);
    // Of a path the entry shows the name apart from the folder.
    await this.#takePick(...path.split('/'));
    await this.tab(basename(path)).waitFor();
  }

  /** The list of frames. Beside a source it is one of several tabs, of which each recording begins with its result. */
  async showFrames(): Promise<Locator> {
    const grid = this.timeline.getByRole('grid', { name: 'Frames' });
    const tabs = this.timeline.getByRole('tablist', { name: 'Parts of the page' });
    const frames = tabs.getByRole('tab', { name: 'Frames' });
    await this.until(grid, async () => {
      if (await frames.isVisible()) await frames.click();
    });
    return grid;
  }

  /** Lists the steps before the call, which are folded under a head above it. */
  async unfoldSteps(): Promise<void> {
    const grid = await this.showFrames();
    const head = grid.locator('[aria-expanded=true]').filter({ hasText: /before the call/ });
    await this.until(head, async () => {
      for (const key of ['Home', 'ArrowUp', 'ArrowRight']) await grid.press(key);
    });
  }

  /** Selects the first frame of the timeline whose row says this. Only rows in sight are drawn: it looks page by page. */
  async selectFrame(text: string): Promise<void> {
    const grid = await this.showFrames();
    // The head of the steps before the call may have been a frame before, whose words it still has out of sight.
    const row = grid.locator('[role=row]:not(.fold-row)').filter({ hasText: text }).first();
    await grid.getByRole('row').nth(1).waitFor();
    await this.until(grid.locator('[aria-rowindex="2"]'), () => grid.press('Home'));
    await this.until(row, () => grid.press('PageDown'));
    const place = await row.getAttribute('aria-rowindex');
    const found = this.timeline.locator(`[role=row][aria-rowindex="${place}"]`);
    await this.until(found.and(this.timeline.locator('[aria-selected=true]')), () => found.click());
  }

  async setTheme(theme: Theme): Promise<void> {
    await this.#server.configure({ 'workbench.colorTheme': THEMES[theme] });
    const kind = { light: 'vs', dark: 'vs-dark', 'high-contrast': 'hc-black', 'high-contrast-light': 'hc-light' }[
      theme
    ];
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  async configure(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await configureWorkbench(this.page, this.#server, settings);
  }

  /** Keeps a picture of the window for people to look at. */
  async screenshot(name: string): Promise<void> {
    await mkdir(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
  }

  /** Loads the window again as a user does, which lets the editor keep its state first. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.command('Developer: Reload Window');
    await loaded;
    await this.#settled();
  }

  /** Another page of the same browser, listened to as well. */
  async newPage(): Promise<Page> {
    return this.#browser.newPage();
  }

  async log(): Promise<string> {
    return this.#server.log();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    // It was killed, and so were its extension hosts: what they leave behind is for the next one to sweep.
    await sweep();
    await rm(this.#work, { recursive: true, force: true });
  }

  /** Until the extensions are there: before, a command may be missing from the palette. */
  async #settled(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await this.activity.waitFor();
  }
}

async function sweep(): Promise<void> {
  const { host, baseImage } = dockerUnderTest();
  const hoosegow = new Hoosegow({ docker: { host }, image: baseImage });
  try {
    await hoosegow.sweep();
  } finally {
    await hoosegow.close();
  }
}

/** A window that is loaded anew while it is looked at asks nothing. */
function orGone(error: unknown): string {
  if (error instanceof Error && error.message.includes('Execution context was destroyed')) return '';
  throw error;
}
