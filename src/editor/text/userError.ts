/** Something that the user can mend; its message is shown as it is. */
export class UserError extends Error {
  override name = 'UserError';
}

/** @returns what was thrown, in words */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
