/** Reduces a TrueType font to the outlines of the characters that are named: mostly a tenth of an icon font. */

const HEADER = 12;
const ENTRY = 16;
/** Offsets in the table `head`. */
const CHECKSUM_ADJUSTMENT = 8;
const LONG_OFFSETS = 50;
/** A font whose checksum is right sums up to this. */
const WHOLE = 0xb1b0afba;
/** A table `post` of version 3 names no glyphs. */
const NAMELESS = 0x00030000;
const POST_LENGTH = 32;

/**
 * Glyphs keep their numbers: an outline that is left out is an empty one, so that no other table has to change.
 * @param {Buffer} font
 * @param {ReadonlySet<number>} characters by their code points
 * @returns {Buffer}
 */
export function subsetFont(font, characters) {
  const tables = tablesOf(font);
  const kept = glyphsOf(required(tables, 'cmap'), characters);
  const head = Buffer.from(required(tables, 'head'));
  const offsets = offsetsOf(required(tables, 'loca'), head.readInt16BE(LONG_OFFSETS) === 1);
  const glyf = required(tables, 'glyf');
  const outlines = offsets.slice(0, -1).map((from, glyph) => {
    // The first glyph stands for every character that is not there.
    const outline = glyf.subarray(from, glyph === 0 || kept.has(glyph) ? offsets[glyph + 1] : from);
    if (outline.length > 0 && outline.readInt16BE(0) < 0) throw new Error(`glyph ${glyph} is made of other glyphs`);
    return Buffer.concat([outline, Buffer.alloc(-outline.length & 3)]);
  });
  const loca = Buffer.alloc(offsets.length * 4);
  let end = 0;
  for (const [glyph, outline] of outlines.entries()) loca.writeUInt32BE((end += outline.length), (glyph + 1) * 4);
  head.writeInt16BE(1, LONG_OFFSETS);
  head.writeUInt32BE(0, CHECKSUM_ADJUSTMENT);
  const post = Buffer.from(required(tables, 'post').subarray(0, POST_LENGTH));
  post.writeUInt32BE(NAMELESS, 0);
  const changed = { glyf: Buffer.concat(outlines), loca, head, post };
  return fontOf(font.subarray(0, HEADER), new Map([...tables, ...Object.entries(changed)]));
}

/** @param {Buffer} font */
function tablesOf(font) {
  const entries = Array.from({ length: font.readUInt16BE(4) }, (_, index) => HEADER + index * ENTRY);
  return new Map(
    entries.map((entry) => {
      const from = font.readUInt32BE(entry + 8);
      return [font.toString('latin1', entry, entry + 4), font.subarray(from, from + font.readUInt32BE(entry + 12))];
    }),
  );
}

/**
 * @param {ReadonlyMap<string, Buffer>} tables
 * @param {string} name
 */
function required(tables, name) {
  const table = tables.get(name);
  if (!table) throw new Error(`the font has no table ${name}`);
  return table;
}

/**
 * Numbers of the glyphs of these characters, as groups of characters in a row name them (format 12 of `cmap`).
 * @param {Buffer} cmap
 * @param {ReadonlySet<number>} characters
 */
function glyphsOf(cmap, characters) {
  const starts = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => cmap.readUInt32BE(8 + index * 8));
  const start = starts.find((offset) => cmap.readUInt16BE(offset) === 12);
  if (start === undefined) throw new Error('the font has no table of characters of format 12');
  const groups = Array.from({ length: cmap.readUInt32BE(start + 12) }, (_, index) => start + 16 + index * 12);
  const glyphs = Array.from(characters, (character) => {
    const group = groups.find((at) => cmap.readUInt32BE(at) <= character && character <= cmap.readUInt32BE(at + 4));
    if (group === undefined) throw new Error(`the font has no character ${character.toString(16)}`);
    return cmap.readUInt32BE(group + 8) + character - cmap.readUInt32BE(group);
  });
  return new Set(glyphs);
}

/**
 * @param {Buffer} loca
 * @param {boolean} isLong
 */
function offsetsOf(loca, isLong) {
  return isLong
    ? Array.from({ length: loca.length / 4 }, (_, index) => loca.readUInt32BE(index * 4))
    : Array.from({ length: loca.length / 2 }, (_, index) => loca.readUInt16BE(index * 2) * 2);
}

/**
 * @param {Buffer} header
 * @param {ReadonlyMap<string, Buffer>} tables
 */
function fontOf(header, tables) {
  let at = HEADER + tables.size * ENTRY;
  const directory = [Buffer.from(header)];
  const contents = [];
  let headAt = 0;
  for (const [name, table] of tables) {
    const padded = Buffer.concat([table, Buffer.alloc(-table.length & 3)]);
    const entry = Buffer.alloc(ENTRY);
    entry.write(name, 'latin1');
    entry.writeUInt32BE(checksumOf(padded), 4);
    entry.writeUInt32BE(at, 8);
    entry.writeUInt32BE(table.length, 12);
    if (name === 'head') headAt = at;
    at += padded.length;
    directory.push(entry);
    contents.push(padded);
  }
  const font = Buffer.concat([...directory, ...contents]);
  font.writeUInt32BE((WHOLE - checksumOf(font)) >>> 0, headAt + CHECKSUM_ADJUSTMENT);
  return font;
}

/** @param {Buffer} bytes a multiple of four */
function checksumOf(bytes) {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}
