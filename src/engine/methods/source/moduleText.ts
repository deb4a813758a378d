import type { Node, Statement } from '@babel/types';
import type { ValueType } from '../../../wire/types/valueType.ts';
import type { SourcePosition, SourceText } from './sourceText.ts';
import { DeclaredTypes } from './types/declaredTypes.ts';
import { typeOfDefault } from './types/literalTypes.ts';
import { TypeBudget } from './types/typeBudget.ts';
import { TypeReader } from './types/typeReader.ts';

/** The text of a module with what its types say. They are looked at when the first one is asked for. */
export class ModuleText {
  readonly #source: SourceText;
  readonly #statements: readonly Statement[];
  #reader: TypeReader | undefined;

  constructor(source: SourceText, statements: readonly Statement[]) {
    this.#source = source;
    this.#statements = statements;
  }

  get text(): string {
    return this.#source.text;
  }

  positionOf(offset: number): SourcePosition {
    return this.#source.positionOf(offset);
  }

  /** @param generics type parameters of the function that it is a parameter of */
  typeOf(annotation: Node, generics: Node | null | undefined): ValueType {
    return this.#types().typeOf(annotation, generics);
  }

  typeOfDefault(fallback: Node): ValueType {
    return typeOfDefault(fallback, this.#types());
  }

  #types(): TypeReader {
    this.#reader ??= new TypeReader(new DeclaredTypes(this.#statements), new TypeBudget());
    return this.#reader;
  }
}
