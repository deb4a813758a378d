/** The timeline: the script in a webview of VS Code, or in a page that `hoosegow inspect` serves. */
// oxlint-disable-next-line import/no-unassigned-import -- it defines the custom elements of the panes
import './ui/elements.ts';
import { Client, type Announcement } from './feeds/client.ts';
import { element, setText, takesKeys } from './ui/dom.ts';
import { keepColoursLegible } from './ui/legibleColours.ts';
import { browserHost } from './host/browserHost.ts';
import { vscodeHost } from './host/vscodeHost.ts';
import { formatsFor } from './model/format.ts';
import { commandOf, findCommandOf } from './model/keys.ts';
import { readViewState, type ViewState } from './model/viewState.ts';
import { runCommand } from './actions/runCommand.ts';
import { Screen } from './screen.ts';
import { StateSaver } from './state/stateSaver.ts';
import { translator, type Translate } from './texts.ts';
import type { NoticeAction } from './actions/wholeActions.ts';
import { Timeline } from './timeline.ts';

/** Milliseconds for which a passing notice is shown. */
const NOTICE_TIME = 4000;

const host = globalThis.hoosegowFile ?? vscodeHost() ?? browserHost();
const notice = element('p', { class: 'notice', role: 'status' });
const root = element('div', { class: 'root' });
document.body.append(root, notice);
keepColoursLegible();

let text: Translate = translator({});
let screen: Screen | undefined;
let standing = '';
let noticeTimer: ReturnType<typeof setTimeout> | undefined;

const saver = new StateSaver<ViewState>((state) => host.saveState(state));
addEventListener('pagehide', () => saver.flush());
document.addEventListener('visibilitychange', () => saver.flush());

const client = new Client((message) => host.send(message), announced);
const timeline = new Timeline({
  client,
  state: readViewState(host.loadState()),
  saveState: (state) => saver.save(state),
  complain: (error) => say(text('failed', error instanceof Error ? error.message : String(error))),
});

/** Shows a notice for `NOTICE_TIME`, then the standing one again; one with an action stays until another comes. */
function say(words: string, action?: NoticeAction): void {
  clearTimeout(noticeTimer);
  setText(notice, words);
  if (action) {
    const button = element('button', { type: 'button', class: 'text-button' }, action.label);
    button.addEventListener('click', () => {
      setText(notice, standing);
      action.run();
    });
    notice.append(' ', button);
    return;
  }
  noticeTimer = setTimeout(() => setText(notice, standing), NOTICE_TIME);
}

/** Shows a notice until another replaces it; an empty one ends it. */
function stand(words: string): void {
  if (words === standing) return;
  clearTimeout(noticeTimer);
  standing = words;
  setText(notice, words);
}

/** Shows the error over the timeline; if nothing was shown yet, instead of it. */
function tellBroken(words: string): void {
  const again = element('button', { type: 'button', class: 'text-button' }, text('tryAgain'));
  again.addEventListener('click', () => host.tryAgain());
  if (screen) {
    stand(words);
    notice.append(' ', again);
  } else root.replaceChildren(element('p', { class: 'empty error', role: 'alert' }, words, ' ', again));
}

function copy(copied: string): void {
  host.copy(copied).then(
    () => say(text('copied')),
    () => say(text('copyFailed')),
  );
}

function announced(message: Announcement): void {
  switch (message.kind) {
    case 'start': {
      const { recording, header, extent, abilities } = message;
      host.send({ kind: 'started', recording });
      text = translator(abilities.texts);
      stand('');
      document.title = header.title;
      timeline.start(recording, header, extent, abilities);
      if (!screen) {
        const language = { text, formats: formatsFor(document.documentElement.lang || 'en') };
        screen = new Screen({ timeline, client, language, send: (sent) => host.send(sent), copy, say });
        root.replaceChildren(screen.element);
        timeline.attach(screen);
      }
      return;
    }
    case 'growth':
      return timeline.grow(message.header, message.extent);
    case 'broken':
      tellBroken(text('broken', message.message));
      return;
    case 'reveal':
      screen?.showFrames();
      return timeline.select(message.row);
  }
}

document.addEventListener('keydown', (event) => {
  if (!screen || event.defaultPrevented) return;
  const command = findCommandOf(event) ?? (takesKeys(event.composedPath()) ? undefined : commandOf(event));
  if (!command) return;
  // Space presses a focused button.
  const target = event.composedPath()[0];
  const presses = target instanceof Element && target.closest('button, input, summary, [role=tab]');
  if (command.do === 'play' && presses) return;
  event.preventDefault();
  runCommand(command, timeline, screen);
});

root.append(element('p', { class: 'empty', role: 'status' }, text('loading')));
host.listen({
  message: (data) => client.receive(data),
  connection: (connection) => {
    if (connection === 'open') {
      client.reconnect();
      host.send({ kind: 'ready' });
    } else {
      client.disconnect();
      stand(text(connection === 'gone' ? 'gone' : 'reconnecting'));
    }
  },
});
