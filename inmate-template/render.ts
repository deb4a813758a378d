import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Token } from 'marked';

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
  // Loaded when it is needed: what does not render starts sooner, and without the package too.
  const { Lexer, Parser } = await import('marked');
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
