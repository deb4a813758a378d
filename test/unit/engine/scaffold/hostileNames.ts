/** What a module of the template, the language or Node has a meaning for. */
export const HOSTILE_NAMES: readonly string[] = (
  'spawn once Lexer Parser Token pause render printSummary splitSections RenderOptions Progress Rendered Section who ' +
  'steps step console RangeError AsyncGenerator Promise Error Object Symbol globalThis undefined NaN Infinity arguments ' +
  'eval await async yield let static of get set type declare namespace module require exports process Buffer greet ' +
  'constructor toString valueOf hasOwnProperty prototype name length then catch default __proto__ __esModule ' +
  '__dirname import export class function delete this super null true enum using accessor satisfies infer is asserts ' +
  '$ _ $$ ünï 名前 ℮ ª'
).split(' ');
