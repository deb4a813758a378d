import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { subsetFont } from '../../../packaging/subsetFont.mjs';
import { webviewBundle } from '../../../webview/bundle.mjs';
import { ICONS } from '../../../webview/ui/icons.ts';

const ROOT = join(import.meta.dirname, '../../..');
const CODICONS = join(ROOT, 'node_modules/@vscode/codicons/dist');

/** Code points of icons by their names, in a style sheet as it is written or as it is bundled. */
function iconsOf(style: string): ReadonlyMap<string, number> {
  const rules = style.matchAll(/\.codicon-([a-z0-9-]+)::?before\s*\{\s*content:\s*"([^"]+)"/g);
  return new Map(
    Array.from(rules, ([, name = '', content = '']) => {
      const code = /^\\([0-9a-f]+)$/.exec(content)?.[1];
      return [name, code === undefined ? (content.codePointAt(0) ?? 0) : Number.parseInt(code, 16)];
    }),
  );
}

function tableOf(font: Buffer, name: string): Buffer {
  const entry = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + index * 16).find(
    (at) => font.toString('latin1', at, at + 4) === name,
  );
  if (entry === undefined) throw new Error(`there is no table ${name}`);
  const from = font.readUInt32BE(entry + 8);
  return font.subarray(from, from + font.readUInt32BE(entry + 12));
}

/** The outline of each glyph, as hexadecimal digits without those that fill it up. */
function outlinesOf(font: Buffer): readonly string[] {
  const [loca, glyf] = [tableOf(font, 'loca'), tableOf(font, 'glyf')];
  const isLong = tableOf(font, 'head').readInt16BE(50) === 1;
  const offsets = Array.from({ length: loca.length / (isLong ? 4 : 2) }, (_, index) =>
    isLong ? loca.readUInt32BE(index * 4) : loca.readUInt16BE(index * 2) * 2,
  );
  return offsets.slice(0, -1).map((from, glyph) =>
    glyf
      .subarray(from, offsets[glyph + 1])
      .toString('hex')
      .replace(/(00)+$/, ''),
  );
}

describe('the icons of the timeline', () => {
  let whole: { readonly icons: ReadonlyMap<string, number>; readonly font: Buffer };
  let made: { readonly icons: ReadonlyMap<string, number>; readonly font: Buffer };
  beforeAll(async () => {
    const style = await readFile(join(CODICONS, 'codicon.css'), 'utf8');
    whole = { icons: iconsOf(style), font: await readFile(join(CODICONS, 'codicon.ttf')) };
    const { outputFiles } = await build({ ...webviewBundle, absWorkingDir: ROOT, write: false });
    const file = (name: string) => outputFiles.find(({ path }) => path.endsWith(name));
    made = { icons: iconsOf(file('timeline.css')?.text ?? ''), font: Buffer.from(file('.ttf')?.contents ?? []) };
  }, 60_000);

  it('are bundled, each with its own character, and no others are', () => {
    expect([...made.icons.keys()].toSorted()).toEqual([...ICONS].toSorted());
    expect([...made.icons].filter(([name, code]) => whole.icons.get(name) !== code)).toEqual([]);
  });

  it('have the outlines that they have in the whole font, and the others have none', () => {
    const [before, after] = [outlinesOf(whole.font), outlinesOf(made.font)];
    expect(after.length).toBe(before.length);
    const kept = after.flatMap((outline, glyph) => (outline === '' ? [] : [glyph]));
    expect(kept.filter((glyph) => after[glyph] !== before[glyph])).toEqual([]);
    // Some icons share a character; glyph 0 stands for what is not there.
    const drawn = new Set(made.icons.values()).size;
    expect([drawn, drawn + 1]).toContain(kept.length);
    expect(tableOf(made.font, 'cmap').equals(tableOf(whole.font, 'cmap'))).toBe(true);
  });

  it('cannot be named where the font has none', () => {
    expect(() => subsetFont(whole.font, new Set([0x41]))).toThrow('no character 41');
  });
});
