// A sample inmate. Every function that this file exports is a method; replace them with your own.
//
// What a method prints is its standard output and error, also where child processes print it. What a generator yields
// reaches the caller at once, and what it returns is the result. Values may be numbers, strings, booleans, null, bytes,
// dates, lists, and objects or maps of these.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Lexer, Parser, type Token } from 'marked';

export interface RenderOptions {
  /** Whether line breaks within a paragraph stay line breaks. */
  breaks?: boolean;
  /** Milliseconds to rest after each section, to watch the progress. */
  pause?: number;
}

export interface Progress {
  section: number;
  title: string;
  done: number;
  total: number;
}

export interface Rendered {
  html: string;
  sections: number;
  words: number;
}

/** Renders Markdown as HTML, section by section. */
export async function* render(
  markdown: string | Uint8Array = '# Hello\n\nThis is *Markdown*.\n',
  options: RenderOptions = {},
): AsyncGenerator<Progress, Rendered> {
  const started = performance.now();
  const text = typeof markdown === 'string' ? markdown : new TextDecoder().decode(markdown);
  const sections = splitSections(Lexer.lex(text, { gfm: true, breaks: options.breaks ?? false }));
  const total = sections.length;
  let html = '';
  for (const [index, section] of sections.entries()) {
    console.log(`rendering "${section.title}"`);
    html += Parser.parse(section.tokens);
    yield { section: index + 1, title: section.title, done: index + 1, total };
    if (options.pause !== undefined) await pause(options.pause);
  }
  await printSummary(html);
  console.error(`rendered ${total} sections in ${(performance.now() - started).toFixed(1)} ms`);
  return { html, sections: total, words: text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0 };
}

/** Turns a text around, character by character as people see them. */
export function reverse(text: string): string {
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  return characters.toReversed().join('');
}

/** Counts down, yielding each number. */
export async function* countdown(from = 3, milliseconds = 300): AsyncGenerator<number, string> {
  for (let n = from; n > 0; n--) {
    yield n;
    await pause(milliseconds);
  }
  return 'lift-off';
}

/** Reads settings, or raises: the caller gets the class, the message, the backtrace and the cause. */
export function readSettings(json = '{ "theme": dark }'): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new Error('the settings are not valid JSON', { cause });
  }
}

interface Section {
  title: string;
  tokens: Token[];
}

/** A heading of the first two levels begins a section. */
function splitSections(tokens: readonly Token[]): Section[] {
  const sections: Section[] = [];
  for (const token of tokens) {
    const last = sections.at(-1);
    if (token.type === 'heading' && token.depth <= 2) sections.push({ title: String(token.text), tokens: [token] });
    else if (last) last.tokens.push(token);
    else if (token.type !== 'space') sections.push({ title: 'Introduction', tokens: [token] });
  }
  return sections;
}

/** Lets a child process print how large the page is: its output is the inmate's too. */
async function printSummary(html: string): Promise<void> {
  const script = `let bytes = 0;
    process.stdin.on('data', (chunk) => { bytes += chunk.length; });
    process.stdin.on('end', () => console.log('a child process counts ' + bytes + ' bytes of HTML'));`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin?.end(html);
  await once(child, 'close');
}
