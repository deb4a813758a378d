import { UsageError } from '../../engine/index.ts';
import type { OptionSpecs } from '../input/optionValues.ts';

const CODES = { plain: '', dim: '2', bold: '1', red: '31', green: '32', yellow: '33', cyan: '36' } as const;

export type Colour = keyof typeof CODES;

/** Colours text for a terminal, or leaves it as it is. */
export type Paint = (text: string, colour: Colour) => string;

/** For every command that shows something in colours. */
export const COLOR_OPTION = {
  color: {
    type: 'string',
    value: 'WHEN',
    help: 'always, never or auto: on a terminal, and as FORCE_COLOR and NO_COLOR say',
  },
} as const satisfies OptionSpecs;

export const noPaint: Paint = (text) => text;

export const ansiPaint: Paint = (text, colour) =>
  colour === 'plain' || text === '' ? text : `\u001b[${CODES[colour]}m${text}\u001b[0m`;

/**
 * Whether to use colours: as `--color` says, else FORCE_COLOR, else NO_COLOR (https://no-color.org), else on a
 * terminal. FORCE_COLOR overrides NO_COLOR, as in Node itself.
 *
 * @param name how messages call the `when`
 * @throws UsageError for an unknown `when`
 */
export function choosePaint(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
  when = 'auto',
  name = '--color',
): Paint {
  if (when !== 'auto' && when !== 'always' && when !== 'never') {
    throw new UsageError(`${name} must be always, never or auto, not "${when}"`);
  }
  const isWanted = when === 'auto' ? wantsColours(isTerminal, env) : when === 'always';
  return isWanted ? ansiPaint : noPaint;
}

function wantsColours(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: unwanted = '', TERM: terminal } = env;
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return isTerminal && unwanted === '' && terminal !== 'dumb';
}
