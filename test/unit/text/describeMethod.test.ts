import { describe, expect, it } from 'vitest';
import {
  describeCall,
  describeMethod,
  describeParameter,
  describeParameters,
  type DescribedParameter,
} from '../../../src/text/describeMethod.ts';

const parameter = (name: string, more: Partial<DescribedParameter> = {}): DescribedParameter => ({
  name,
  type: undefined,
  optional: false,
  default: undefined,
  rest: false,
  ...more,
});

const PARAMETERS = [
  parameter('text', { type: 'string' }),
  parameter('options', { type: 'Options', optional: true }),
  parameter('from', { optional: true, default: '3' }),
  parameter('more', { type: 'number[]', optional: true, rest: true }),
];

describe('a method', () => {
  it('is told as it is declared, and as it is called', () => {
    const method = { name: 'render', kind: 'async generator', parameters: PARAMETERS } as const;
    expect(describeMethod(method)).toBe(
      'async function* render(text: string, options?: Options, from = 3, ...more: number[])',
    );
    expect(describeCall(method)).toBe('render(text, options?, from?, ...more)');
    expect(describeParameters(method)).toBe('(text, options?, from?, ...more)');
  });

  it.each([
    ['function', 'function f()'],
    ['async', 'async function f()'],
    ['generator', 'function* f()'],
    ['async generator', 'async function* f()'],
  ] as const)('of the kind %s is %s', (kind, text) => {
    expect(describeMethod({ name: 'f', kind, parameters: [] })).toBe(text);
  });

  it('holds nothing that acts on a terminal, whatever its source says', () => {
    const hostile = parameter('a\u001b[31m', { type: '\u202e', default: '"\n"', optional: true });
    expect(describeParameter(hostile)).toBe('a\\x1b[31m: \\u{202e} = "\\n"');
    expect(describeCall({ name: 'f\u0007', parameters: [hostile] })).toBe('f\\x07(a\\x1b[31m?)');
  });
});
