import { describe, expect, it } from 'vitest';
import { commandOf } from '../../../webview/model/keys.ts';

const press = (key: string, modifier: 'ctrlKey' | 'metaKey' | 'altKey' | '' = '') =>
  commandOf({ key, ctrlKey: modifier === 'ctrlKey', metaKey: modifier === 'metaKey', altKey: modifier === 'altKey' });

describe('keys', () => {
  it.each([
    ['ArrowDown', { do: 'step', by: 1 }],
    ['ArrowUp', { do: 'step', by: -1 }],
    ['ArrowRight', { do: 'step', by: 1 }],
    ['ArrowLeft', { do: 'step', by: -1 }],
    ['.', { do: 'stepInLane', by: 1 }],
    [',', { do: 'stepInLane', by: -1 }],
    ['f', { do: 'fit' }],
    ['F', { do: 'fit' }],
    ['/', { do: 'search' }],
    [' ', { do: 'play' }],
    ['1', { do: 'toggleLane', lane: 'lifecycle' }],
    ['5', { do: 'toggleLane', lane: 'result' }],
  ])('%s does %j', (key, command) => expect(press(key)).toEqual(command));

  it('W and S zoom, A and D pan, each the other way', () => {
    expect([press('w'), press('s'), press('a'), press('d')]).toMatchObject([
      { do: 'zoom' },
      { do: 'zoom' },
      { do: 'pan' },
      { do: 'pan' },
    ]);
    const [near, far] = [press('w'), press('s')];
    expect(near?.do === 'zoom' && far?.do === 'zoom' && near.factor * far.factor).toBeCloseTo(1);
  });

  it.each(['ctrlKey', 'metaKey', 'altKey'] as const)('leaves what is pressed with %s to others', (modifier) => {
    for (const key of ['a', 'f', 's', 'w', '1', 'ArrowDown']) expect(press(key, modifier)).toBeUndefined();
  });

  it('knows no key by a name of Object', () => {
    for (const key of ['constructor', '__proto__', 'toString']) expect(press(key)).toBeUndefined();
  });
});
