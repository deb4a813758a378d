/** Variables that there are: cmd.exe puts their values in place of their names, within quotes too. */
const VARIABLES: Readonly<Record<string, string>> = { a: 'WRONG', PATH: 'WRONG', b: 'WRONG' };

/**
 * What cmd.exe hands to a program: directly, and through a batch file that passes its arguments on as `%*`, within
 * parentheses.
 *
 * @throws Error where it would take a part of the line for something else
 */
export function cmdReads(line: string): readonly string[] {
  if (/[\r\n]/.test(line)) throw new Error('a line break');
  const direct = withoutCarets(expanded(line));
  return [direct, withoutCarets(direct)];
}

function expanded(line: string): string {
  return line.replaceAll(/%([^%:]+)(?::[^%]*)?%/g, (found, name: string) => VARIABLES[name] ?? found);
}

function withoutCarets(line: string): string {
  let isQuoted = false;
  let text = '';
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === '^') {
      text += line.charAt(++at);
      continue;
    } else if (!isQuoted && '&|<>()'.includes(character)) throw new Error(`a ${character} outside of quotes`);
    text += character;
  }
  return text;
}
