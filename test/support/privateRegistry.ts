import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** A registry on this machine with one package, `@corp/secret`, which requires a token. */
export interface PrivateRegistry extends AsyncDisposable {
  /** With a slash at its end. */
  readonly url: string;
  /** For `dist.integrity` and lock files. */
  readonly integrity: string;
  token: string;
  /** What was requested, and whether it was given. */
  readonly requests: readonly string[];
}

const VERSION = '1.2.3';
/** Shows whether it ran. */
const SCRIPTS = { postinstall: 'touch /ran' };

export async function privateRegistry(): Promise<PrivateRegistry> {
  const tarball = await packed();
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const requests: string[] = [];
  const registry = { token: 'none', requests, integrity };
  const server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '');
    const isAllowed = request.headers.authorization === `Bearer ${registry.token}`;
    requests.push(`${url} ${isAllowed ? 'given' : 'refused'}`);
    if (!isAllowed) {
      response.writeHead(401).end('{"error":"who are you?"}');
    } else if (url === '/@corp/secret') {
      const dist = { tarball: `${urlOf(server.address())}secret-${VERSION}.tgz`, integrity };
      const version = { name: '@corp/secret', version: VERSION, dist, hasInstallScript: true, scripts: SCRIPTS };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ name: '@corp/secret', 'dist-tags': { latest: VERSION }, versions: { [VERSION]: version } }),
      );
    } else if (url === `/secret-${VERSION}.tgz`) {
      response.end(tarball);
    } else {
      response.writeHead(404).end('{}');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = urlOf(server.address());
  return Object.assign(registry, {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

function urlOf(address: AddressInfo | string | null): string {
  if (typeof address !== 'object' || address === null) throw new Error('the registry does not listen');
  return `http://127.0.0.1:${address.port}/`;
}

async function packed(): Promise<Buffer> {
  const archive = pack();
  const manifest = { name: '@corp/secret', version: VERSION, type: 'module', exports: './index.js', scripts: SCRIPTS };
  archive.entry({ name: 'package/package.json' }, JSON.stringify(manifest));
  archive.entry({ name: 'package/index.js' }, 'export const answer = 42;\n');
  archive.finalize();
  return gzipSync(await buffer(archive));
}
