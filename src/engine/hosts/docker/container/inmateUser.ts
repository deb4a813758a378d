import { UsageError } from '../../../errors/errors.ts';

/** The user that an inmate runs as in its container. */
export interface InmateUser {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` on every Linux. */
const NOBODY = 65534;

/** The largest id that container engines accept. */
const MOST = 2 ** 31 - 1;

/**
 * @param text `UID` or `UID:GID`; a missing group gets the number of the user, where an engine would take `root`.
 * Default: `nobody`
 * @throws UsageError for anything else: a name would be looked up in the image, which is not trusted
 */
export function parseUser(text: string | undefined): InmateUser {
  if (text === undefined) return { uid: NOBODY, gid: NOBODY };
  const [, uid, gid = uid] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(text) ?? [];
  const user = { uid: Number(uid), gid: Number(gid) };
  if (user.uid <= MOST && user.gid <= MOST) return user;
  throw new UsageError(`the user must be UID or UID:GID in numbers, such as 1000:1000, not ${JSON.stringify(text)}`);
}
