/** A setting as the manifest describes it. */
export interface Property {
  readonly type: string;
  readonly scope?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly pattern?: string | undefined;
  readonly patternErrorMessage?: string;
  readonly items?: Omit<Property, 'default'>;
}

const WORDS = /^%.+%$/;

/** @returns what its kind needs and it lacks */
export function wrongIn(property: Property): readonly string[] {
  const { type, default: byDefault, minimum, maximum = Infinity, items } = property;
  const isRight = (right: boolean): readonly string[] => (right ? [] : ['a default that is wrong']);
  switch (type) {
    case 'string':
      return [...wrongInText(property), ...isRight(isOneOf(property, byDefault))];
    case 'array':
      return [...(items ? wrongInText(items) : ['no kind of items']), ...isRight(Array.isArray(byDefault))];
    case 'number':
    case 'integer':
      if (minimum === undefined) return ['no minimum'];
      return isRight(typeof byDefault === 'number' && byDefault >= minimum && byDefault <= maximum);
    case 'boolean':
      return isRight(typeof byDefault === 'boolean');
    default:
      return [`a kind without a rule: ${type}`];
  }
}

function wrongInText({ enum: choices, markdownEnumDescriptions = [], pattern, patternErrorMessage = '' }: Property) {
  if (choices) {
    const told = markdownEnumDescriptions.filter((words) => WORDS.test(words));
    return told.length === choices.length ? [] : ['choices without words'];
  }
  if (pattern === undefined) return ['no pattern'];
  return [
    ...(/^\^[^]*\$$/.test(pattern) ? [] : ['a pattern that matches in part']),
    ...(WORDS.test(patternErrorMessage) ? [] : ['no words for a wrong text']),
  ];
}

function isOneOf({ enum: choices, pattern = '' }: Property, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return choices ? choices.includes(value) : new RegExp(pattern).test(value);
}
