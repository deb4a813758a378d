import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { InspectServer } from '../../../src/cli/inspect/inspectServer.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { webviewBundle } from '../../../webview/bundle.mjs';
import { launchBrowser } from '../../support/rig/chromium.ts';
import type { LiveSample } from './sampleRecording.ts';

const root = join(import.meta.dirname, '../../..');

/** Remembers for the page, as it does itself, that the user has opened everything. */
const UNFOLD = `{
  const key = 'hoosegow.timeline ' + location.pathname + location.search;
  if (location.protocol !== 'about:' && sessionStorage.getItem(key) === null) {
    sessionStorage.setItem(key, JSON.stringify({ viewport: 'all', openFolds: ['before', 'after'] }));
  }
}`;

/** A dispatch that may still be running. */
type Live = Pick<LiveSample, 'reader'>;

/** Everything that went wrong in a page, as the browser says it: errors, refusals of the policy, foreign requests. */
export interface Complaints {
  readonly errors: string[];
  readonly requests: string[];
}

export interface OpenedTimeline {
  readonly page: Page;
  readonly complaints: Complaints;
}

/** The timeline as users of `hoosegow inspect` see it: the real server, the real bundle, a real browser. */
export class TimelineRig {
  readonly folder: string;
  readonly #browser: Browser;
  readonly #servers: InspectServer[] = [];
  readonly #contexts: BrowserContext[] = [];
  readonly #reports: string[] = [];

  private constructor(folder: string, browser: Browser) {
    this.folder = folder;
    this.#browser = browser;
  }

  /** @param flags for the browser, besides those of every test */
  static async start(flags: readonly string[] = []): Promise<TimelineRig> {
    const folder = await mkdtemp(join(tmpdir(), 'hoosegow-webview-'));
    const [browser] = await Promise.all([
      launchBrowser(flags),
      build({ ...webviewBundle, absWorkingDir: root, outdir: join(folder, 'webview'), logLevel: 'warning' }),
    ]);
    return new TimelineRig(folder, browser);
  }

  /** What the servers had to report. */
  get reports(): readonly string[] {
    return this.#reports;
  }

  async serve(recording: string | Live): Promise<InspectServer> {
    const server = new InspectServer({
      open: async () => (typeof recording === 'string' ? RecordingReader.open(recording) : recording.reader()),
      name: typeof recording === 'string' ? basename(recording, '.dispatch') : 'live',
      assetPath: (name) => join(this.folder, 'webview', name),
      shell: 'posix',
      report: (message) => this.#reports.push(message),
      idleTime: 60_000,
    });
    await server.start();
    this.#servers.push(server);
    return server;
  }

  /**
   * Opens a recording in a fresh profile, and waits until its frames are there, or its result where there are tabs.
   *
   * The steps around the call are listed and all of the time is shown, unless a test is about that.
   *
   * @param script runs in the page before its own
   * @param unfolded whether to open what is folded at first
   */
  async open(
    recording: string | Live,
    options: BrowserContextOptions = {},
    script = '',
    unfolded = true,
  ): Promise<OpenedTimeline> {
    const server = await this.serve(recording);
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    this.#contexts.push(context);
    const page = await context.newPage();
    await page.addInitScript(script);
    if (unfolded) await page.addInitScript(UNFOLD);
    const complaints = watch(page, server.url);
    await page.goto(server.url);
    // Where there is little room the parts are tabs, and the first is the result.
    const [rows, result] = [
      '[data-mode=stack] [role=grid] [role=row][aria-selected]',
      '[data-mode=tabs] .result-body > *',
    ];
    await page.locator(`${rows}, ${result}`).first().waitFor();
    return { page, complaints };
  }

  /** Opens a page in a file; every address that it asks for counts as foreign. */
  async openFile(path: string, options: BrowserContextOptions = {}): Promise<OpenedTimeline> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    this.#contexts.push(context);
    const page = await context.newPage();
    const url = pathToFileURL(path).href;
    const complaints = watch(page, url);
    await page.goto(url);
    await page.locator('[role=grid] [role=row][aria-selected]').first().waitFor();
    return { page, complaints };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    await this.#browser.close();
    await Promise.all(this.#servers.map((server) => server.close()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** @param own where the page's own addresses begin */
function watch(page: Page, own: string): Complaints {
  const complaints: Complaints = { errors: [], requests: [] };
  page.on('pageerror', (error) => complaints.errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.errors.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(own) && !request.url().startsWith('data:')) complaints.requests.push(request.url());
  });
  return complaints;
}
