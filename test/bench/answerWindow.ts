import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { stageExtension } from '../support/extension/stageExtension.ts';
import { startVSCodeServer, type VSCodeServer } from '../support/rig/vscodeServer.ts';
import { configureWorkbench, openWorkbench, type Workbench } from '../support/rig/workbench.ts';
import type { BenchDocker } from './figure.ts';

const TEMPLATE = join(import.meta.dirname, '../../dist/inmate-template');

/** Each call answers with another text, so that a page shows whose answer it has. */
const INMATE = `let calls = 0;

export function ask(): string {
  return \`answer-\${Date.now()}\${calls++}\`;
}
`;

/** Milliseconds by \`Date.now()\`, which all pages of one browser share. */
type Instant = number;

/**
 * In the page of the result: the instant at which an answer that was not there before stands on the screen. It is taken
 * behind the frame of the display that draws it.
 */
const WATCH_RESULT = `(() => {
  const find = () => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const answer = /answer-\\d+/.exec(text.data)?.[0];
      const box = answer && text.parentElement.getBoundingClientRect();
      if (box && box.width > 0 && box.height > 0 && box.top < innerHeight && box.left < innerWidth) return answer;
    }
    return undefined;
  };
  let last = find();
  globalThis.benchAnswer = () => new Promise((resolve) => {
    const look = () => {
      const now = find();
      if (now === undefined || now === last) return;
      observer.disconnect();
      last = now;
      requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, characterData: true });
    look();
  });
})()`;

/** In the workbench: the instant of a key, and the one at which the list tells that a further dispatch has returned. */
const WATCH_WORKBENCH = `(() => {
  addEventListener('keydown', (event) => {
    if (!['Control', 'Alt', 'Shift'].includes(event.key)) globalThis.benchKey = Date.now();
  }, true);
  const tree = () => [...document.querySelectorAll('.pane')]
    .find((pane) => /Dispatches/.test(pane.querySelector('.pane-header')?.getAttribute('aria-label') ?? ''));
  const first = () => tree()?.querySelector('[role=treeitem][aria-posinset="1"]');
  const size = () => Number(first()?.getAttribute('aria-setsize') ?? 0);
  globalThis.benchListed = () => {
    const before = size();
    return new Promise((resolve) => {
      const look = () => {
        const label = first()?.getAttribute('aria-label') ?? '';
        if (size() <= before || !/, returned, /.test(label)) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve({ at: Date.now(), label })));
      };
      const observer = new MutationObserver(look);
      observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    });
  };
})()`;

/** What a key brought about, milliseconds after it. */
export interface Answered {
  readonly painted: number;
  readonly listed: number;
  /** What the engine itself says of the call. */
  readonly engine: number;
}

/** A window of a real VS Code with an inmate of one method, whose result is beside it. */
export class AnswerWindow implements AsyncDisposable {
  readonly #server: VSCodeServer;
  readonly #workbench: Workbench;
  #edits = 0;

  private constructor(server: VSCodeServer, workbench: Workbench) {
    this.#server = server;
    this.#workbench = workbench;
  }

  /** @param work a folder of its own */
  static async open(work: string, { host, baseImage, buildNetwork }: BenchDocker): Promise<AnswerWindow> {
    const [extension, folder] = [join(work, 'extension'), join(work, 'inmate')];
    await stageExtension(extension);
    await mkdir(folder);
    await cp(TEMPLATE, folder, { recursive: true });
    await rm(join(folder, 'inmate.ts'));
    await writeFile(join(folder, 'inmate.ts'), INMATE);
    const server = await startVSCodeServer({
      settings: {
        'files.autoSave': 'off',
        'hoosegow.engine.host': host,
        'hoosegow.images.baseImage': baseImage,
        'hoosegow.images.buildNetwork': buildNetwork ?? '',
      },
    });
    try {
      const workbench = await openWorkbench(server, { folder, extension });
      const opened = new AnswerWindow(server, workbench);
      await opened.#prepare();
      return opened;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Presses the key that runs the method. */
  async run(): Promise<Answered> {
    return this.#measure(() => this.#page.keyboard.press('Control+Alt+H'));
  }

  /** Edits and saves the source, and then runs it. @param wait milliseconds in between */
  async saveAndRun(wait: number): Promise<Answered> {
    await this.#edit();
    return this.#measure(async () => {
      await this.#page.keyboard.press('Control+S');
      await this.#page.waitForTimeout(wait);
      await this.#page.keyboard.press('Control+Alt+H');
    });
  }

  /** Edits and saves the source, which runs it by itself. */
  async saveAlone(): Promise<Answered> {
    await this.#edit();
    return this.#measure(() => this.#page.keyboard.press('Control+S'));
  }

  async setRunOnSave(on: boolean): Promise<void> {
    await configureWorkbench(this.#page, this.#server, { 'hoosegow.runOnSave': on });
  }

  /** Lets containers go and come. */
  async rest(milliseconds: number): Promise<void> {
    await this.#page.waitForTimeout(milliseconds);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#workbench.browser.close();
    await this.#server.stop();
  }

  get #page(): Page {
    return this.#workbench.page;
  }

  async #prepare(): Promise<void> {
    const page = this.#page;
    page.setDefaultTimeout(180_000);
    await page.getByRole('tab', { name: 'Hoosegow' }).click();
    await page.getByRole('treeitem').filter({ hasText: 'ask' }).first().click();
    await page.getByRole('tab', { name: /inmate\.ts/ }).waitFor();
    await page.locator('.codelens-decoration').getByText('Run', { exact: true }).first().waitFor();
    await page.evaluate(WATCH_WORKBENCH);
    await page.keyboard.press('Control+Alt+H');
    await page.getByRole('tab', { name: /^ask · returned/ }).waitFor();
    const result = await this.#result();
    await result.waitForFunction(`/answer-\\d+/.test(document.body.textContent)`);
    await result.evaluate(WATCH_RESULT);
  }

  async #result(): Promise<Frame> {
    const body = this.#page
      .locator('iframe.webview.ready >> visible=true')
      .contentFrame()
      .locator('#active-frame')
      .contentFrame()
      .locator('body');
    const frame = await (await body.elementHandle())?.ownerFrame();
    if (!frame) throw new Error('the result is not shown');
    return frame;
  }

  async #edit(): Promise<void> {
    await this.#page.keyboard.press('Control+End');
    await this.#page.keyboard.insertText(`// ${this.#edits++}\n`);
    // The suggestions that typing may open would take the next key.
    await this.#page.keyboard.press('Escape');
  }

  /** The last key that is pressed is where time begins. */
  async #measure(press: () => Promise<void>): Promise<Answered> {
    const painted = (await this.#result()).evaluate<Instant>('benchAnswer()');
    const listed = this.#page.evaluate<{ readonly at: Instant; readonly label: string }>('benchListed()');
    await press();
    const [paintedAt, { at, label }] = [await painted, await listed];
    const key = await this.#page.evaluate<Instant>('benchKey');
    return { painted: paintedAt - key, listed: at - key, engine: durationIn(label) };
  }
}

/** `ask, returned, "answer-1" · 3.2 ms · just now, ` */
function durationIn(label: string): number {
  const [, number = 'NaN', unit] = / · ([\d.]+) (ms|s)\b/.exec(label) ?? [];
  return Number(number) * (unit === 's' ? 1000 : 1);
}
