import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerWrongly, type Answer } from './answerWrongly.ts';
import { FakeContainer } from './fakeContainer.ts';
import type { Call, Plan } from './plan.ts';

/** How a call is recognised: method and path behind the version. */
const ROUTES: readonly (readonly [Call | 'list' | 'info', string, RegExp])[] = [
  ['ping', 'GET', /^\/_ping$/],
  ['image', 'GET', /^\/images\/(.+)\/json$/],
  ['build', 'POST', /^\/build$/],
  ['create', 'POST', /^\/containers\/create$/],
  ['attach', 'POST', /^\/containers\/([^/]+)\/attach$/],
  ['wait', 'POST', /^\/containers\/([^/]+)\/wait$/],
  ['start', 'POST', /^\/containers\/([^/]+)\/start$/],
  ['kill', 'POST', /^\/containers\/([^/]+)\/kill$/],
  ['inspect', 'GET', /^\/containers\/([^/]+)\/json$/],
  ['remove', 'DELETE', /^\/containers\/([^/]+)$/],
  ['list', 'GET', /^\/(?:containers|images)\/json$/],
  ['info', 'GET', /^\/info$/],
];

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Chunks of what was sent. */
  readonly body: readonly Buffer[];
}

/** A daemon that speaks as much of the API as a dispatch needs, over real HTTP, and misbehaves as it is told. */
export class FakeDaemon {
  readonly containers = new Set<FakeContainer>();
  /** How often it was asked for its containers. */
  listed = 0;
  /** Every other call that was made, in order. */
  readonly calls: Call[] = [];
  readonly sockets = new Set<Socket>();
  readonly #plan: Plan;
  readonly #server: Server;
  readonly #timers = new Set<NodeJS.Timeout>();
  #built = false;
  #ids = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#server = createServer((request, response) => this.#take(request, response));
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex) => this.#takeUpgrade(request, socket));
    this.#server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
    });
  }

  async listen(socketPath: string): Promise<void> {
    await new Promise<void>((resolve) => void this.#server.listen(socketPath, resolve));
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#server.closeAllConnections();
    for (const socket of this.sockets) socket.destroy();
    this.#server.close();
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const body: Buffer[] = [];
    request.on('error', () => undefined).on('data', (chunk: Buffer) => body.push(chunk));
    response.on('error', () => undefined);
    const { call, name } = route(request);
    if (call === undefined) return send(response, 404, { message: 'page not found' });
    if (call === 'info') return send(response, 200, {});
    if (call === 'list') {
      this.listed++;
      return send(response, 200, []);
    }
    const answer = (): void => this.#answer(call, name, { request, response, body });
    // The whole body must have come before a wrong answer, or the client would see a broken pipe instead.
    const disturb = (): void => this.#disturbed(call, { response, socket: request.socket, answer });
    if (call === 'build' || call === 'create') request.on('end', disturb);
    else disturb();
  }

  #takeUpgrade(request: IncomingMessage, socket: Duplex): void {
    socket.on('error', () => undefined);
    const container = this.#find(route(request).name);
    // Until then the socket has no other reader that would notice that the client is gone.
    const hangUp = (): void => void socket.destroy();
    socket.on('end', hangUp).resume();
    const answer = (): void => {
      socket.off('end', hangUp);
      if (container) container.attach(socket);
      else socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    };
    this.#disturbed('attach', { response: undefined, socket, answer });
  }

  #disturbed(call: Call, answer: Answer): void {
    const before = this.calls.filter((made) => made === call).length;
    this.calls.push(call);
    const planned = this.#plan.faults.get(call);
    if (!planned || before >= planned.times) return answer.answer();
    answerWrongly(planned.fault, answer, (milliseconds, action) => {
      this.#timers.add(setTimeout(action, milliseconds));
    });
  }

  #answer(call: Call, name: string, { request, response, body }: Exchange): void {
    if (call === 'ping') {
      response.setHeader('Api-Version', '1.41');
      return send(response, 200, 'OK');
    }
    if (call === 'image') return send(response, this.#plan.builds && !this.#built ? 404 : 200, { Id: 'sha256:1' });
    if (call === 'build') {
      this.#built = true;
      return void response.end(`${JSON.stringify({ stream: 'Step 1/1 : FROM scratch\n' })}\r\n`);
    }
    if (call === 'create') return send(response, 201, { Id: this.#create(request, body).id, Warnings: [] });
    const container = this.#find(name);
    if (!container) return send(response, 404, { message: `No such container: ${name}` });
    this.#answerFor(container, call, response);
  }

  #answerFor(container: FakeContainer, call: Call, response: ServerResponse): void {
    switch (call) {
      case 'wait':
        return container.wait(response);
      case 'start':
        container.start();
        return send(response, 204, undefined);
      case 'kill':
        if (container.status !== 'running') return send(response, 409, { message: 'is not running' });
        container.exit(137);
        return send(response, 204, undefined);
      case 'inspect':
        return send(response, 200, { ...container.made, State: container.state() });
      case 'remove':
        container.remove();
        this.containers.delete(container);
        return send(response, 204, undefined);
      default:
        return send(response, 400, { message: `${call}?` });
    }
  }

  #create(request: IncomingMessage, body: readonly Buffer[]): FakeContainer {
    const name = new URL(request.url ?? '', 'http://d').searchParams.get('name') ?? '';
    const container = new FakeContainer(`${++this.#ids}`.padStart(64, 'f'), name, this.#plan, Buffer.concat(body));
    this.containers.add(container);
    return container;
  }

  #find(name: string): FakeContainer | undefined {
    return [...this.containers].find((container) => container.id === name || container.name === name);
  }
}

function route(request: IncomingMessage): { call: Call | 'list' | 'info' | undefined; name: string } {
  const path = new URL(request.url ?? '', 'http://d').pathname.replace(/^\/v[\d.]+/, '');
  for (const [call, method, pattern] of ROUTES) {
    const found = request.method === method ? pattern.exec(path) : null;
    if (found) return { call, name: decodeURIComponent(found[1] ?? '') };
  }
  return { call: undefined, name: '' };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  if (body === undefined) response.end();
  else response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
