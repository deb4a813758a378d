/** A piece of Docker's output while it builds an image. */
export interface BuildProgress {
  /** Text as Docker printed it, line ends included; it may hold control characters of the build's commands. */
  readonly text: string;
}
