import { describe, expect, it } from 'vitest';
import { TEXTS, translator } from '../../../webview/texts.ts';

describe('texts of the view', () => {
  it('are English where there is no translation, and the user’s language where there is one', () => {
    expect(translator({})('stop')).toBe('Stop');
    expect(translator({ Stop: 'Anhalten' })('stop')).toBe('Anhalten');
    expect(translator(Object.fromEntries([['__proto__', 'x']]))('stop')).toBe('Stop');
  });

  it('put values where they belong, as they are', () => {
    expect(translator({})('shownOf', '1', '2', '3')).toBe('1 of 2 shown, 3 hidden');
    expect(translator({ '{0} hidden': '' })('failed', '{0} $& {1}')).toBe('This did not work: {0} $& {1}');
    expect(translator({ [TEXTS.shownOf]: '{2} weg, {0}/{1} da' })('shownOf', 1, 2, 3)).toBe('3 weg, 1/2 da');
  });
});
