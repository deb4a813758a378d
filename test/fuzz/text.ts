const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** An input as text. */
export function textOf(input: Uint8Array): string {
  return UTF8.decode(input);
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
