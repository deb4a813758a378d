/**
 * How programs of Windows part their command line: by `CommandLineToArgvW`, and by the C runtime, by which Node does.
 * They differ in what two double quotes within quotes mean.
 */
export function partings(line: string): readonly (readonly string[])[] {
  return [part(line, true), part(line, false)];
}

function part(line: string, isRuntime: boolean): string[] {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (isBlank(line[at])) at++;
    if (at >= line.length) return words;
    let word = '';
    let isQuoted = false;
    while (at < line.length && (isQuoted || !isBlank(line[at]))) {
      const [slashes = ''] = /^\\*/.exec(line.slice(at)) ?? [];
      at += slashes.length;
      if (line[at] !== '"') {
        word += slashes;
        if (at < line.length && (isQuoted || !isBlank(line[at])) && slashes === '') word += line[at++];
        continue;
      }
      word += '\\'.repeat(slashes.length / 2);
      at++;
      if (slashes.length % 2 === 1) word += '"';
      else if (isQuoted && line[at] === '"') {
        word += '"';
        at++;
        if (!isRuntime) isQuoted = false;
      } else isQuoted = !isQuoted;
    }
    words.push(word);
  }
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
