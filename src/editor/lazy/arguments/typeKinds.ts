import { ANY_KIND, type ArgumentKind, type ArgumentKinds } from '../../../wire/json/argumentText.ts';

const OPENING = '([{<';
const CLOSING = ')]}>';

/** The kinds of value that a parameter's type, as written in the source, allows. */
export function kindsOf(type: string | undefined): ArgumentKinds {
  if (type === undefined) return ANY_KIND;
  return new Set(splitUnion(type).map(kindOf));
}

/** The members of a union; splits only outside brackets and quotes. */
function splitUnion(type: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let i = 0; i < type.length; i++) {
    const character = type.charAt(i);
    if (quote !== '') {
      if (character === '\\') i++;
      else if (character === quote) quote = '';
    } else if (`'"\``.includes(character)) quote = character;
    else if (type.startsWith('=>', i)) i++;
    else if (OPENING.includes(character)) depth++;
    else if (CLOSING.includes(character)) depth--;
    else if (character === '|' && depth === 0) {
      parts.push(type.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(type.slice(from));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function kindOf(type: string): ArgumentKind {
  if (type.endsWith('[]') || /^(?:readonly\s+)?\[/.test(type) || /^(?:Readonly)?Array<.*>$/.test(type)) return 'list';
  if (/^(?:string$|["'`])/.test(type)) return 'text';
  if (/^(?:number|-?[\d.]+(?:e[-+]?\d+)?)$/i.test(type)) return 'number';
  if (/^(?:boolean|true|false)$/.test(type)) return 'truth';
  if (/^(?:undefined|null|void)$/.test(type)) return 'nothing';
  if (/^(?:Uint8Array|ArrayBuffer|Buffer)(?:<.*>)?$/.test(type)) return 'bytes';
  if (/^(?:\{.*\}|Record<.*>|object)$/s.test(type)) return 'object';
  return 'any';
}
