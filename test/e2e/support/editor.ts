import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { packageExtension } from '../../support/extension/packageExtension.ts';
import { dockerUnderTest } from '../../support/docker.ts';
import { startVSCodeServer, type VSCodeServer } from '../../support/rig/vscodeServer.ts';
import { openWorkbench } from '../../support/rig/workbench.ts';

/** The host that the corpus of hostile content points to. */
const CANARY = 'canary.invalid';

/** Where webviews find the files of their extension: a service worker answers, no network. */
const WEBVIEW_FILES = '.vscode-resource.vscode-cdn.net';

/** Runs first in every page and frame; a sandbox would swallow a dialog without a word. */
const REPORT_DIALOGS = `
  for (const name of ['alert', 'confirm', 'prompt', 'print']) {
    globalThis[name] = (text) => globalThis.reportExecution(name + ' ' + text);
  }`;

/** Milliseconds after which what fades, slides or is counted anew has come to rest. */
const STILL = 400;

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
  readonly executed: string[] = [];
  readonly #server: VSCodeServer;
  readonly #browser: BrowserContext;
  readonly #work: string;

  private constructor(server: VSCodeServer, browser: BrowserContext, page: Page, work: string) {
    this.#server = server;
    this.#browser = browser;
    this.page = page;
    this.#work = work;
    this.folder = join(work, 'workspace');
    page.setDefaultTimeout(20_000);
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
    const vsix = join(work, 'hoosegow-inspector.vsix');
    await packageExtension(vsix);
    const { host, baseImage, buildNetwork } = dockerUnderTest();
    const server = await startVSCodeServer({
      vsix,
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
      const { page, browser } = await openWorkbench(server, { folder });
      const editor = new Editor(server, browser, page, work);
      await editor.#listen();
      await editor.#settled();
      return editor;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Runs a command as a user does: by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.type('F1', title);
    const entry = this.picks.filter({ hasText: title }).first();
    await entry.waitFor();
    await entry.click();
  }

  /** Titles that the palette offers for what is typed. */
  async offered(text: string): Promise<readonly string[]> {
    await this.type('F1', text);
    await this.picks.first().waitFor();
    await this.page.waitForTimeout(500);
    const labels = await this.picks.locator('.label-name').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return labels;
  }

  /** Presses a key that opens the quick input, and types there. */
  async type(key: string, text: string): Promise<void> {
    await this.page.keyboard.press(key);
    await this.input.waitFor();
    await this.input.pressSequentially(text, { delay: 5 });
  }

  /** Waits until the quick input asks this. */
  async asked(title: RegExp): Promise<void> {
    const widget = this.page.locator('.quick-input-widget:visible');
    await widget
      .filter({ hasText: title })
      .or(widget.filter({ has: this.page.getByPlaceholder(title) }))
      .waitFor();
  }

  /** Takes what the quick input has, or what is typed into it. The title, or what it asks, tells which one it is. */
  async accept(title: RegExp, text?: string): Promise<void> {
    await this.asked(title);
    if (text !== undefined) await this.input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Saves a file by the editor's own dialog, which suggests a path when it is ready. */
  async saveAs(suggestion: RegExp, path: string): Promise<void> {
    await expect.poll(() => this.input.inputValue(), { timeout: 10_000 }).toMatch(suggestion);
    await this.input.fill(path);
    // The dialog looks the folder up first, and until then does not listen.
    const isOpen = async () => {
      if (await this.input.isVisible()) await this.page.keyboard.press('Enter');
      return this.input.isVisible();
    };
    await expect.poll(isOpen, { timeout: 10_000, interval: 500 }).toBe(false);
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
    await this.type('Control+P', path);
    // Of a path the entry shows the name apart from the folder.
    await this.picks
      .filter({ hasText: basename(path) })
      .first()
      .click();
  }

  async setTheme(theme: Theme): Promise<void> {
    await this.#server.configure({ 'workbench.colorTheme': THEMES[theme] });
    const kind = { light: 'vs', dark: 'vs-dark', 'high-contrast': 'hc-black', 'high-contrast-light': 'hc-light' }[
      theme
    ];
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  async configure(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#server.configure(settings);
  }

  /** Keeps a picture of the window for people to look at. */
  async screenshot(name: string): Promise<void> {
    await mkdir(SCREENSHOTS, { recursive: true });
    await this.page.waitForTimeout(STILL);
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
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
    await rm(this.#work, { recursive: true, force: true });
  }

  /** Every page and frame that is loaded from now on tells what calls a dialog. */
  async #listen(): Promise<void> {
    await this.#browser.exposeBinding('reportExecution', ({ frame }, text: string) => {
      this.executed.push(`${text} in ${frame.url()}`);
    });
    await this.#browser.addInitScript({ content: REPORT_DIALOGS });
    await this.page.reload();
  }

  /** Until the extensions are there: before, a command may be missing from the palette. */
  async #settled(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await this.activity.waitFor();
  }
}
