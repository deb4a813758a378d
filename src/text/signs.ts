/** The flags of England, Scotland and Wales: a black flag, and letters that stay invisible anywhere else. */
export const FLAG = String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`;

/** An emoji, in a colour of skin or as a picture. */
const EMOJI = String.raw`\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?`;

/** Scripts that write some letters joined or apart by an invisible character. */
const JOINING = [
  'Arab',
  'Syrc',
  'Mong',
  'Deva',
  'Beng',
  'Guru',
  'Gujr',
  'Orya',
  'Taml',
  'Telu',
  'Knda',
  'Mlym',
  'Sinh',
];
const LETTER = `[${JOINING.map((script) => String.raw`\p{Script=${script}}`).join('')}]`;

/**
 * What one sees as one sign although characters in it are invisible, as the source of a regular expression with the flag
 * `u`: joined emoji, flags, letters that join, and forms of an ideograph.
 */
export const SIGN = [
  FLAG,
  String.raw`${EMOJI}(?:\u200d${EMOJI})+`,
  String.raw`(?<=${LETTER})[\u200c\u200d](?=${LETTER})`,
  String.raw`(?<=\p{Ideographic})[\u{e0100}-\u{e01ef}]`,
].join('|');
