import type { FileDetail } from '../../../protocol/filePage.ts';
import type { Detail, Header } from '../../../protocol/protocol.ts';
import type { LocalPaths } from './localPaths.ts';

/** Bytes of a row's output, and of its raw bytes, that a file has. */
export const MAX_BYTES = 64 * 1024;

/** A detail as it goes into a file: without places of this machine, and with less of what is very long. */
export function cleanDetail(detail: Detail, paths: LocalPaths): FileDetail {
  const whole = detail.output ?? detail.raw;
  const cut = Math.max(0, whole.length - MAX_BYTES);
  const raw = paths.masked(detail.raw).subarray(0, MAX_BYTES);
  return {
    ...detail,
    value: JSON.stringify(paths.json(detail.value)),
    output: detail.output && paths.bytes(detail.output.subarray(0, MAX_BYTES)),
    raw,
    marks: detail.marks
      .filter(({ from }) => from <= raw.length)
      .map((mark) => ({ ...mark, to: Math.min(mark.to, raw.length), label: paths.text(mark.label) })),
    omitted: detail.omitted + cut,
  };
}

/** The facts of a dispatch as they go into a file. @param note what the file leaves out */
export function cleanHeader(header: Header, paths: LocalPaths, note: string): Header {
  const clean = (text: string): string => paths.text(text);
  return {
    ...header,
    title: clean(header.title),
    method: clean(header.method),
    args: header.args === null ? null : clean(header.args),
    outcome: clean(header.outcome),
    details: [...(note === '' ? [] : [note]), ...header.details.map(clean)],
    facts: header.facts.map(
      ([label, value]) => [clean(label), label === 'Inmate' ? lastOf(value) : clean(value)] as const,
    ),
  };
}

function lastOf(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? '';
}
