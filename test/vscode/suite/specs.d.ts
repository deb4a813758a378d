/** Made by the bundler of every file in `trusted/` and `restricted/`: a list nobody has to keep. */
declare module 'virtual:specs' {
  export const trusted: readonly (() => Promise<unknown>)[];
  export const restricted: readonly (() => Promise<unknown>)[];
}
