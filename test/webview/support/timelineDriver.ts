import type { Locator, Page } from 'playwright-core';

/** What a user sees and does in a timeline, by the names that assistive technology knows. */
export class TimelineDriver {
  readonly page: Page;
  readonly grid: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid', { name: 'Frames' });
  }

  checkbox(lane: string): Locator {
    return this.page.getByRole('checkbox', { name: lane });
  }

  /** The rows in view that are frames: the heads of the steps around the call are none. */
  get frames(): Locator {
    return this.grid.locator('[role=row][aria-selected]:not(:has([role=gridcell][aria-expanded]:visible))');
  }

  get selected(): Locator {
    return this.grid.locator('[role=row][aria-selected=true]');
  }

  /** Number of the selected frame, as the list shows it. */
  async selectedNumber(): Promise<number> {
    const text = await this.selected.locator('[role=gridcell]').first().textContent();
    return Number(text?.replaceAll(',', ''));
  }

  /** Waits until the frame with this number is selected. */
  async expectSelected(number: number): Promise<void> {
    const words = number.toLocaleString('en');
    await this.selected.locator('[role=gridcell]').first().getByText(words, { exact: true }).waitFor();
    await this.page.getByRole('heading', { name: `Frame ${words} ·` }).waitFor();
  }

  /** Waits until the display has been drawn so many times. */
  async drawn(times: number): Promise<void> {
    await this.page.evaluate(`new Promise((resolve) => {
      let left = ${times};
      const tick = () => (left-- > 0 ? requestAnimationFrame(tick) : resolve());
      tick();
    })`);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Frames that are shown, folded or not: as the toolbar says it. */
  async rowCount(): Promise<number> {
    const words = await this.page.locator('.toolbar .count').textContent();
    return Number(/^[\d,]+/.exec(words ?? '')?.[0].replaceAll(',', '') ?? NaN);
  }

  /** Waits until so many frames are shown. */
  async expectShown(count: number): Promise<void> {
    const words = new RegExp(`^${count.toLocaleString('en')} (of|frames?)\\b`);
    await this.page.locator('.toolbar .count').filter({ hasText: words }).waitFor();
  }

  tab(name: 'Value' | 'Text' | 'Bytes'): Locator {
    return this.page.getByRole('tab', { name });
  }

  /** Shows a part of the page, where the parts are tabs. */
  async showPart(name: 'Result' | 'Console' | 'Frames' | 'Lanes'): Promise<void> {
    const tab = this.page.getByRole('tablist', { name: 'Parts of the page' }).getByRole('tab', { name });
    if (await tab.isVisible()) await tab.click();
  }

  get panel(): Locator {
    return this.page.locator('section.detail').getByRole('tabpanel');
  }

  /** The part of the dispatch that the lanes show, as the minimap says it. */
  async viewport(): Promise<string> {
    const text = await this.page.getByRole('scrollbar').getAttribute('aria-valuetext');
    return text ?? '';
  }

  /** Waits until the lanes show another part than this. */
  async viewportAfter(before: string): Promise<string> {
    await this.page.locator(`[role=scrollbar]:not([aria-valuetext="${before}"])`).waitFor();
    return this.viewport();
  }
}
