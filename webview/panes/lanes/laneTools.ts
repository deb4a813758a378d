import { element, iconButton, setAttribute, setIcon, setPressed, setText } from '../../ui/dom.ts';
import { SPEEDS } from '../../model/time/playback.ts';
import type { Clock } from '../../../src/protocol/protocol.ts';
import type { Language, View } from '../../view.ts';

export interface LaneToolActions {
  step(by: 1 | -1): void;
  play(): void;
  speed(speed: number): void;
  clock(clock: Clock): void;
  follow(on: boolean): void;
  zoom(factor: number): void;
  fit(): void;
  /** Shows the call with a margin, or everything. */
  home(what: 'all' | null): void;
}

/** The buttons above the lanes: stepping, playing, the clock, zoom. */
export class LaneTools {
  readonly element: HTMLElement;
  readonly #language: Language;
  readonly #play: HTMLButtonElement;
  readonly #follow: HTMLButtonElement;
  readonly #speed: HTMLSelectElement;
  readonly #clock: HTMLSelectElement;
  readonly #call: HTMLButtonElement;
  readonly #readout = element('output', { class: 'readout' });

  constructor(language: Language, actions: LaneToolActions) {
    const { text, formats } = language;
    this.#language = language;
    this.#play = iconButton('play', text('play'), () => actions.play(), { shortcut: 'Space' });
    this.#follow = iconButton('sync', text('follow'), () => actions.follow(!this.#following), { pressed: false });
    const number = new Intl.NumberFormat(document.documentElement.lang || 'en', { maximumFractionDigits: 2 });
    this.#speed = select(
      text('speed'),
      SPEEDS.map((speed) => [String(speed), `${number.format(speed)}×`]),
      (value) => actions.speed(Number(value)),
    );
    this.#clock = select(
      text('clock'),
      [
        ['arrival', text('clockArrival')],
        ['inmate', text('clockInmate')],
      ],
      (value) => actions.clock(value === 'inmate' ? 'inmate' : 'arrival'),
    );
    this.#clock.classList.add('clock');
    this.#call = iconButton('list-selection', text('fitCall'), () => actions.home(null), { shortcut: 'C' });
    setText(this.#readout, formats.duration(0));
    this.element = element(
      'div',
      { class: 'lane-tools' },
      iconButton('chevron-left', text('previousFrame'), () => actions.step(-1), { shortcut: 'ArrowUp' }),
      this.#play,
      iconButton('chevron-right', text('nextFrame'), () => actions.step(1), { shortcut: 'ArrowDown' }),
      this.#speed,
      this.#follow,
      this.#readout,
      element('span', { class: 'spacer' }),
      this.#clock,
      iconButton('zoom-out', text('zoomOut'), () => actions.zoom(1.4), { shortcut: 'S' }),
      iconButton('zoom-in', text('zoomIn'), () => actions.zoom(1 / 1.4), { shortcut: 'W' }),
      iconButton('target', text('fit'), () => actions.fit(), { shortcut: 'F' }),
      this.#call,
      iconButton('screen-full', text('fitAll'), () => actions.home('all'), { shortcut: '0' }),
    );
  }

  update({ state, extent, playing, playhead, measured }: View): void {
    const { text, formats } = this.#language;
    const label = text(playing ? 'pause' : 'play');
    if (this.#play.getAttribute('aria-label') !== label) {
      setAttribute(this.#play, 'aria-label', label);
      this.#play.title = `${label} (Space)`;
      if (this.#play.firstElementChild) setIcon(this.#play.firstElementChild, playing ? 'debug-pause' : 'play');
    }
    this.#call.disabled = extent.call === null;
    this.#follow.hidden = !extent.live;
    setPressed(this.#follow, state.follow);
    if (this.#speed.value !== String(state.speed)) this.#speed.value = String(state.speed);
    if (this.#clock.value !== state.clock) this.#clock.value = state.clock;
    const here = playhead === null ? '' : formats.duration(playhead);
    setText(this.#readout, measured ? text('measured', formats.duration(measured.to - measured.from)) : here);
  }

  get #following(): boolean {
    return this.#follow.getAttribute('aria-pressed') === 'true';
  }
}

function select(
  label: string,
  options: readonly (readonly [value: string, label: string])[],
  changed: (value: string) => void,
): HTMLSelectElement {
  const made = element(
    'select',
    { 'aria-label': label, title: label },
    ...options.map(([value, name]) => element('option', { value }, name)),
  );
  made.addEventListener('change', () => changed(made.value));
  return made;
}
