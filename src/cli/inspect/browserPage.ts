import { timelinePage, type Page } from '../../timeline/page.ts';

/** The page of a timeline in a browser, with the policy that must be sent with it; its data comes over a WebSocket. */
export function browserPage(): Page {
  return timelinePage({
    language: 'en',
    source: `'self'`,
    styles: ['browser.css', 'timeline.css'],
    script: 'timeline.js',
    connect: `'self'`,
    isPolicySent: true,
  });
}
