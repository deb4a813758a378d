import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The names by which a browser may reach the server: any other could be a foreign name for it (DNS rebinding). */
const HOST_NAMES = ['127.0.0.1', 'localhost'];

/** Characters of a token: 256 bits. */
const TOKEN_BYTES = 32;

export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** Compares two secrets in a time that does not depend on how much of them is the same. */
export function isSameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

/** @returns the path behind the token, without a slash; `undefined` where the token is wrong */
export function pathBehindToken(url: string | undefined, token: string): string | undefined {
  const [path = ''] = (url ?? '').split(/[?#]/);
  const [, given = '', ...rest] = path.split('/');
  return isSameSecret(given, token) && path.startsWith(`/${given}/`) ? rest.join('/') : undefined;
}

/** Whether a request was addressed to this server by a name of this machine. */
export function isForThisHost({ headers, socket }: IncomingMessage): boolean {
  return HOST_NAMES.some((name) => headers.host === `${name}:${socket.localPort}`);
}

/** Whether a WebSocket is opened by a page of this server, and not by another page in the same browser. */
export function isFromThisHost(request: IncomingMessage): boolean {
  return isForThisHost(request) && request.headers.origin === `http://${request.headers.host}`;
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
