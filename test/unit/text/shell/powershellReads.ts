/** What PowerShell makes of a command. */
export interface PowershellCommand {
  /** What comes to the program by its pipe. */
  readonly input: string | undefined;
  /** The command line of the program in Windows PowerShell 5.1, in 6 to 7.2, and from 7.3 on. */
  readonly lines: readonly string[];
}

const QUOTE = /['\u2018-\u201b]/;

/** @throws Error where it would take a part of the line for something else */
export function powershellReads(line: string): PowershellCommand {
  const words: { text: string; isQuoted: boolean }[] = [];
  let input: string | undefined;
  let rest = line;
  while (rest !== '') {
    const quoted = /^(?:['\u2018-\u201b])((?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*)['\u2018-\u201b](?=\s|$)/.exec(
      rest,
    );
    const found = quoted ?? /^[^\s]+/.exec(rest);
    if (!found) throw new Error('no word');
    if (found[0] === '|') {
      const [first, second] = words.splice(0);
      if (!first?.isQuoted || second) throw new Error('a pipe of something else');
      input = first.text;
    } else if (quoted) words.push({ text: doubled(quoted[1] ?? ''), isQuoted: true });
    else words.push({ text: bare(found[0]), isQuoted: false });
    rest = rest.slice(found[0].length).replace(/^\s/, '');
  }
  const texts = words.map(({ text }) => text);
  return {
    // It is written in ASCII there.
    input: input?.replaceAll(/[^ -~]/g, '?'),
    lines: [legacy(texts, false), legacy(texts, true), standard(texts)],
  };
}

function doubled(text: string): string {
  let read = '';
  for (let at = 0; at < text.length; at++) {
    if (QUOTE.test(text.charAt(at))) at++;
    read += text.charAt(at);
  }
  return read;
}

/** A word without quotes: numbers would be written anew, and some others are not handed to a program at all. */
function bare(word: string): string {
  if (/[$`"'(){};,|&<>@#\u2018-\u201f]/.test(word) || /^[-+.]?\d|^--$|^[%?~]/.test(word))
    throw new Error(`a bare ${word}`);
  return word;
}

function legacy(words: readonly string[], endsSafely: boolean): string {
  const written = words.map((word) => {
    if (!needsQuotes(word)) return word;
    const [slashes = ''] = /\\*$/.exec(word) ?? [];
    return `"${word}${endsSafely ? slashes : ''}"`;
  });
  return written.filter((word) => word !== '').join(' ');
}

/** As `NativeCommandParameterBinder.NeedQuotes` does it: white space out of quotes. */
function needsQuotes(word: string): boolean {
  let quotes = 0;
  return word.split('').some((character, i) => {
    if (character === '"' && word[i - 1] !== '\\') quotes++;
    return /\s/.test(character) && quotes % 2 === 0;
  });
}

function standard(words: readonly string[]): string {
  return words
    .map(
      (word) =>
        `"${word.replaceAll(/(\\*)("|$)/g, (_, slashes: string, quote: string) => `${slashes}${slashes}${quote && '\\"'}`)}"`,
    )
    .join(' ');
}
