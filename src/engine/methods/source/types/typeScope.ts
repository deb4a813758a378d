import type { Node } from '@babel/types';
import type { ValueType } from '../../../../wire/types/valueType.ts';

/** Reads the types within a type. */
export interface ReadsTypes {
  read(node: Node, scope: TypeScope): ValueType;
}

/** What is known while a type is read. */
export interface TypeScope {
  /** What type parameters stand for. */
  readonly parameters: ReadonlyMap<string, ValueType>;
  /** Declarations that are being read: one that leads back to itself is not followed. */
  readonly within: ReadonlySet<string>;
}

export const OUTSIDE: TypeScope = { parameters: new Map(), within: new Set() };

export function inside({ parameters, within }: TypeScope, name: string): TypeScope {
  return { parameters, within: new Set([...within, name]) };
}

export function withParameters(scope: TypeScope, parameters: Iterable<readonly [string, ValueType]>): TypeScope {
  return { ...scope, parameters: new Map([...scope.parameters, ...parameters]) };
}
