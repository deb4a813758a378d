const MAX = 4 * 1024 * 1024;

/** The end of a text that may grow without bound. */
export class BoundedText {
  #text = '';
  #dropped = 0;

  add(text: string): void {
    this.#text += text;
    const excess = this.#text.length - MAX;
    if (excess > MAX / 4) {
      this.#text = this.#text.slice(excess);
      this.#dropped += excess;
    }
  }

  get text(): string {
    return this.#dropped > 0 ? `[${this.#dropped} characters left out]\n${this.#text}` : this.#text;
  }
}
