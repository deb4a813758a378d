/** The oldest Node that this entrypoint runs on. An inmate in TypeScript needs 22.18. */
const OLDEST = 20;
/** Milliseconds that the host has for reading the answer. */
const PATIENCE = 10_000;

/** @returns what to say where this Node is too old; nothing here may need a newer one */
export function tooOld(version: string): string | undefined {
  if (Number(version.split('.')[0]) >= OLDEST) return undefined;
  return `this image has Node ${version}: inmates need Node ${OLDEST} or newer, and TypeScript 22.18; take another base image, for example node:24-slim`;
}

/** Answers every call with the error that the inmate could not be imported. */
export function raiseTooOld(message: string): void {
  process.stdout.write(encodeRaise('InmateImportError', message));
  // What is not read by then would be lost with this process.
  process.stdin.on('end', () => process.exit(0)).resume();
  setTimeout(() => process.exit(0), PATIENCE);
}

/** As `src/wire` encodes it, which does not run on such a Node. */
function encodeRaise(className: string, message: string): Buffer {
  const members = [text('class'), text(className), text('message'), text(message), text('backtrace'), Buffer.of(0x90)];
  return Buffer.concat([Buffer.of(0x92), text('raise'), Buffer.of(0x83), ...members]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const head = bytes.length < 32 ? [0xa0 + bytes.length] : [0xda, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from(head), bytes]);
}
