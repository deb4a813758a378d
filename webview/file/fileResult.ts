import type { FileResult } from '../../src/protocol/filePage.ts';
import type { Result, ShownValue } from '../../src/protocol/result.ts';

/** The result that a file holds, with its value in its place again. */
export function resultOfFile({ result, json }: FileResult): Result {
  if (json === null) return result;
  const parsed: unknown = JSON.parse(json);
  const whole = (value: ShownValue): ShownValue =>
    value.content.kind === 'json' ? { ...value, content: { ...value.content, json: parsed } } : value;
  if (result.state === 'returned' || result.state === 'raised') return { ...result, value: whole(result.value) };
  return result.state === 'none' && result.newest ? { ...result, newest: whole(result.newest) } : result;
}
