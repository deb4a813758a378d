import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';

export interface TlsProxy extends AsyncDisposable {
  readonly port: number;
  /** Folder with `ca.pem`, `cert.pem` and `key.pem` of a client that is let in. */
  readonly certPath: string;
  /** The same with the authority of somebody else. */
  readonly strangerPath: string;
  /** How many connections have been made so far. */
  readonly connections: number;
}

/** The daemon's socket behind TLS with certificates on both sides, as `dockerd --tlsverify` offers it on TCP. */
export async function startTlsProxy(socketPath: string): Promise<TlsProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-tls-'));
  const ours = await makeCertificates(join(folder, 'ours'));
  const stranger = await makeCertificates(join(folder, 'stranger'));
  const read = (name: string) => readFile(join(ours, name));
  const server = createServer({
    ca: await read('ca.pem'),
    cert: await read('server.pem'),
    key: await read('server-key.pem'),
    // As Go's TLS: the end of one direction leaves the other one open.
    allowHalfOpen: true,
    requestCert: true,
    rejectUnauthorized: true,
  });
  let connections = 0;
  server.on('secureConnection', (client) => {
    connections++;
    const daemon = connect({ path: socketPath, allowHalfOpen: true });
    for (const end of [client, daemon]) end.on('error', () => [client, daemon].map((each) => each.destroy()));
    client.pipe(daemon).pipe(client);
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    certPath: ours,
    strangerPath: stranger,
    get connections() {
      return connections;
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** An authority, and by it a certificate for a server on 127.0.0.1 and one for a client. */
async function makeCertificates(folder: string): Promise<string> {
  const openssl = async (...args: string[]) => promisify(execFile)('openssl', args, { cwd: folder });
  await promisify(execFile)('mkdir', [folder]);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await openssl('req', '-x509', ...key, '-subj', '/CN=test authority', '-keyout', 'ca-key.pem', '-out', 'ca.pem');
  await writeFile(join(folder, 'server.ext'), 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n');
  await writeFile(join(folder, 'client.ext'), 'extendedKeyUsage=clientAuth\n');
  for (const [name, prefix] of [
    ['server', 'server-'],
    ['client', ''],
  ] as const) {
    const certificate = name === 'client' ? 'cert.pem' : 'server.pem';
    await openssl('req', ...key.slice(0, -2), '-subj', `/CN=${name}`, '-keyout', `${prefix}key.pem`, '-out', 'r.csr');
    const signing = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial', '-days', '2'];
    await openssl('x509', '-req', '-in', 'r.csr', ...signing, '-extfile', `${name}.ext`, '-out', certificate);
  }
  return folder;
}
