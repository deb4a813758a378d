import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import {
  Hoosegow,
  scaffold,
  SharedEngine,
  type HoosegowOptions,
  type SharedEngineOptions,
} from '../../src/engine/index.ts';
import { jsonServer, read, Refusal } from './http.ts';

/** `PUT /plugins/NAME` takes a module, `POST /plugins/NAME/METHOD` calls it with a JSON array of arguments. */
export function pluginService(folder: string, shared: SharedEngineOptions, common: Omit<HoosegowOptions, 'inmateDir'>) {
  const engine = new SharedEngine(shared); // one bound, and one fair queue, for all customers
  const plugins = new Map<string, Hoosegow>();

  async function upload(name: string, request: IncomingMessage): Promise<unknown> {
    const inmateDir = join(folder, 'plugins', `${name}-${randomUUID()}`); // a new one each time: the old one may be running
    await mkdir(inmateDir, { recursive: true });
    await writeFile(join(inmateDir, 'inmate.mjs'), await read(request));
    await scaffold(inmateDir); // adds the Dockerfile and the entrypoint
    const plugin = new Hoosegow({ ...common, engine, inmateDir });
    await plugin.buildImage(); // refuses what cannot run; nothing of the plugin runs here
    void plugins.get(name)?.close(); // its calls come to their end
    plugins.set(name, plugin);
    return { name };
  }

  async function call(name: string, method: string, request: IncomingMessage, response: ServerResponse) {
    const plugin = plugins.get(name);
    if (!plugin) throw new Refusal(404, `there is no plugin ${name}`);
    const args: unknown = JSON.parse(await read(request));
    if (!Array.isArray(args)) throw new Refusal(400, 'the arguments must be a JSON array');
    const client = new AbortController();
    response.on('close', () => client.abort(new Error('the client has gone')));
    const record = join(folder, 'recordings', `${randomUUID()}.dispatch`);
    const dispatch = plugin.dispatch(method, args, { signal: client.signal, record });
    const { outcome } = await dispatch.outcome;
    if (outcome === 'returned') await rm(record, { force: true }); // failures are kept, to be looked at
    return { result: await dispatch };
  }

  const server = jsonServer(async (request, response) => {
    const [, plugin, method] = /^\/plugins\/([a-z][a-z0-9-]{0,40})(?:\/([^/]+))?$/.exec(request.url ?? '') ?? [];
    if (plugin === undefined) throw new Refusal(404, 'not found');
    return method === undefined ? upload(plugin, request) : call(plugin, decodeURIComponent(method), request, response);
  });

  return {
    listen: async (port: number) => {
      await mkdir(join(folder, 'recordings'), { recursive: true });
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      return server.address();
    },
    /** Takes nothing more; what runs has ten seconds to come to its end. */
    close: async () => {
      const answered = new Promise((resolve) => server.close(resolve));
      await engine.close({ drain: 10_000 });
      await answered;
    },
  };
}
