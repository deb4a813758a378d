const IDENTIFIER = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof var void while with yield'
  ).split(' '),
);
const MAX_NAME = 100;

/** Whether a function can be exported under that name. */
export function isMethodName(name: string): boolean {
  return name.length <= MAX_NAME && IDENTIFIER.test(name) && !RESERVED.has(name);
}

/**
 * Adds a method to the source of the sample inmate, in front of the existing ones. An existing one of that name stays
 * as it is.
 *
 * @param source a module whose imports stand before everything else
 */
export function addMethod(source: string, name: string): string {
  if (new RegExp(`\\b(?:function\\*?|const|let|var|class)\\s+${escape(name)}(?![\\p{L}\\p{N}_$])`, 'u').test(source)) {
    return source;
  }
  const imports = [...source.matchAll(/^(?:import\b.*|} from .*);$/gm)];
  const last = imports.at(-1);
  const end = last ? last.index + last[0].length : 0;
  return `${source.slice(0, end)}\n\n${stubOf(name)}${source.slice(end)}`;
}

function stubOf(name: string): string {
  return `/** Greets somebody. Replace it with your own code. */
export async function* ${name}(who = 'world'): AsyncGenerator<{ step: number; of: number }, string> {
  console.log(\`greeting \${who}\`);
  for (let step = 1; step <= 3; step++) yield { step, of: 3 };
  return \`Hello, \${who}!\`;
}`;
}

function escape(name: string): string {
  return name.replaceAll('$', '\\$');
}
