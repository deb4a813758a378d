import type { NamedResult } from './resultFile.ts';
import { number } from './table.ts';

const WIDTH = 960;
const LABELS = 470;
const ROW = 24;
const AXIS = 28;
const RIGHT = 80;

/** They stand out on a light and on a dark page. */
const INK = '#808080';
const MET = '#2f8f6b';
const MISSED = '#c4563a';
const REPORTED = '#5b7fb5';

/** Every ratio of a run as a bar on a logarithmic scale, with a mark where it has to reach; SVG. */
export function drawChart(results: readonly NamedResult[]): string {
  const bars = results.filter((result): result is NamedResult & { ratio: number } => (result.ratio ?? 0) > 0);
  const values = bars.flatMap((bar) => [bar.ratio, targetOf(bar) ?? 1]);
  const low = Math.floor(Math.log10(Math.min(1, ...values)));
  const high = Math.ceil(Math.log10(Math.max(10, ...values)));
  const x = (ratio: number): number =>
    Math.round(LABELS + ((Math.log10(ratio) - low) / (high - low)) * (WIDTH - LABELS - RIGHT));
  const height = AXIS + bars.length * ROW + 8;
  const decades = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    '<title>Ratio of each figure to what it is compared with; the line marks what is to be reached</title>',
    ...decades.map((ratio) => decade(x(ratio), height, `${number(ratio)} ×`)),
    ...bars.map((bar, i) => barOf(bar, AXIS + i * ROW, x)),
    '</svg>\n',
  ].join('\n');
}

function decade(x: number, height: number, label: string): string {
  return (
    `<line x1="${x}" y1="${AXIS - 6}" x2="${x}" y2="${height}" stroke="${INK}" stroke-opacity="0.35"/>` +
    `<text x="${x}" y="${AXIS - 12}" text-anchor="middle" fill="${INK}">${label}</text>`
  );
}

function barOf(bar: NamedResult & { ratio: number }, y: number, x: (ratio: number) => number): string {
  const [from, to] = [x(1), x(bar.ratio)];
  const colour = bar.met === null ? REPORTED : bar.met ? MET : MISSED;
  const target = targetOf(bar);
  const mark =
    target === undefined
      ? ''
      : `<line x1="${x(target)}" y1="${y + 1}" x2="${x(target)}" y2="${y + ROW - 3}" stroke="${INK}" stroke-width="2"/>`;
  return (
    `<text x="${LABELS - 12}" y="${y + 15}" text-anchor="end" fill="${INK}">${escape(short(bar.figure))}</text>` +
    `<rect x="${Math.min(from, to)}" y="${y + 4}" width="${Math.max(1, Math.abs(to - from))}" height="${ROW - 10}" fill="${colour}"/>` +
    mark +
    `<text x="${Math.max(from, to) + 6}" y="${y + 15}" fill="${INK}">${number(bar.ratio)} ×</text>`
  );
}

/** What the ratio has to reach, where its target says that in words such as `≥ 0.8 ×`. */
function targetOf({ target }: NamedResult): number | undefined {
  const found = /[≤≥<>] ([\d.]+) ×/.exec(target ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}

function short(text: string): string {
  return text.length > 68 ? `${text.slice(0, 67)}…` : text;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
