import type { FileResult } from '../../../protocol/filePage.ts';
import { MAX_RESULT_TEXT, type Result, type ShownValue, type ValueContent } from '../../../protocol/result.ts';
import type { LocalPaths } from './localPaths.ts';

/** What a dispatch has come to, as it goes into a file: without places of this machine. */
export function cleanResult(result: Result, paths: LocalPaths): FileResult {
  switch (result.state) {
    case 'returned':
    case 'raised': {
      const { value, json } = cleanValue(result.value, paths);
      return { result: { ...result, value }, json };
    }
    case 'none': {
      if (!result.newest) return { result, json: null };
      const { value, json } = cleanValue(result.newest, paths);
      return { result: { ...result, newest: value }, json };
    }
    case 'running':
    case 'reading':
      return { result: { state: 'none', why: 'cut', limit: null, newest: null }, json: null };
  }
}

function cleanValue(value: ShownValue, paths: LocalPaths): { value: ShownValue; json: string | null } {
  const image = value.image && { ...value.image, bytes: paths.masked(value.image.bytes) };
  const { content, json } = cleanContent(value.content, paths);
  return { value: { ...value, content, image }, json };
}

function cleanContent(content: ValueContent, paths: LocalPaths): { content: ValueContent; json: string | null } {
  switch (content.kind) {
    case 'text': {
      // Some names are longer than what they stand for.
      const text = paths.text(content.text).slice(0, MAX_RESULT_TEXT);
      return { content: { ...content, text, length: content.length - content.text.length + text.length }, json: null };
    }
    case 'bytes':
      return { content: { ...content, bytes: paths.masked(content.bytes) }, json: null };
    case 'json':
      return { content: { ...content, json: null }, json: JSON.stringify(paths.json(content.json)) };
    case 'large':
      return { content, json: null };
  }
}
