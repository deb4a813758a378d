/** An error that the user can fix; its message is shown unchanged. */
export class UserError extends Error {
  override name = 'UserError';
}
