/** Something that the user can mend; its message is shown as it is. */
export class UserError extends Error {
  override name = 'UserError';
}
