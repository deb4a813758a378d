import { readModule } from '../../src/engine/methods/modules/readModule.ts';
import type { MethodParameter } from '../../src/engine/methods/inmateMethods.ts';
import type { ValueType } from '../../src/wire/types/valueType.ts';

/** The parameters of a function, by their list as it is written. @param before what stands in the file as well */
export function parametersOf(list: string, before = '', generics = ''): readonly MethodParameter[] {
  const { names } = readModule(`${before}\nexport function f${generics}(${list}) {}`, true);
  const found = names.get('f');
  return found?.kind === 'function' ? found.function.parameters : [];
}

/** What a type as it is written lets a value be; `undefined` for anything. */
export function shapeOf(type: string | undefined, before = ''): ValueType | undefined {
  return type === undefined ? undefined : parametersOf(`value: ${type}`, before)[0]?.shape;
}

/** The member `shape` of a parameter, if there is one. */
export function withShape(type: string | undefined): { readonly shape?: ValueType } {
  const shape = shapeOf(type);
  return shape ? { shape } : {};
}
