import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../../wire/thrown.ts';
import { EngineError } from '../../../errors/errors.ts';
import type { EndpointTls } from './endpointTypes.ts';

/**
 * Reads those of `ca.pem`, `cert.pem` and `key.pem` that a folder has. A file that is not valid PEM, or a certificate
 * without its key, is an `EngineError` that names it; `undefined` where there is none of them.
 */
export async function readTlsFiles(folder: string): Promise<Omit<EndpointTls, 'verify'> | undefined> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readPem(join(folder, name))),
  );
  if ((cert === undefined) !== (key === undefined)) {
    const [present, missing] = cert === undefined ? ['key.pem', 'cert.pem'] : ['cert.pem', 'key.pem'];
    throw new EngineError(`${folder} has a ${present} but no ${missing}: Docker's TLS needs both`, 'connect');
  }
  if (ca === undefined && cert === undefined) return undefined;
  return { ...(ca !== undefined && { ca }), ...(cert !== undefined && key !== undefined && { cert, key }) };
}

async function readPem(path: string): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw new EngineError(`cannot read ${path}: ${String(error)}`, 'connect', { cause: error });
  }
  if (!text.includes('-----BEGIN ')) throw new EngineError(`${path} is not a PEM file`, 'connect');
  return text;
}
