import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Plan } from './plan.ts';

const UPGRADED =
  'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n';

/** A container as the API shows it: it writes what the plan says when it gets a request, and ends when stdin does. */
export class FakeContainer {
  readonly id: string;
  readonly name: string;
  /** What it was made from, as an `inspect` reports it. */
  readonly made: { readonly HostConfig: unknown; readonly Config: unknown };
  status: 'created' | 'running' | 'exited' = 'created';
  readonly #plan: Plan;
  #exitCode = 0;
  #attached: Duplex | undefined;
  #waiting: ServerResponse[] = [];
  #requested = false;
  #delivered = false;
  #stalled = false;

  /** @param body of its creation */
  constructor(id: string, name: string, plan: Plan, body: Buffer) {
    this.id = id;
    this.name = name;
    const { HostConfig, ...config } = JSON.parse(body.toString()) as Record<string, unknown>;
    this.made = { HostConfig, Config: config };
    this.#plan = plan;
  }

  attach(socket: Duplex): void {
    this.#attached = socket;
    socket.write(UPGRADED);
    if (this.#plan.refuses) return this.#refuse(socket);
    socket.on('data', () => {
      this.#requested = true;
      this.#play();
    });
    socket.on('end', () => this.#leave());
    socket.on('close', () => this.#leave());
  }

  wait(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
    this.#waiting.push(response);
  }

  start(): void {
    if (this.status !== 'created') return;
    this.status = 'running';
    if (this.#plan.refuses === 'before') this.#slam();
    this.#play();
  }

  /** Its streams end with it, even if it never ran. */
  remove(): void {
    this.exit(137);
    this.#attached?.destroy();
  }

  exit(code: number): void {
    if (this.status !== 'running') return;
    this.status = 'exited';
    this.#exitCode = code;
    if (!this.#stalled) this.#attached?.end();
    for (const response of this.#waiting.splice(0)) response.end(JSON.stringify({ StatusCode: code }));
  }

  state(): Record<string, unknown> {
    const { status } = this;
    return { Status: status, Running: status === 'running', ExitCode: this.#exitCode, OOMKilled: false };
  }

  /** Its stdin has ended. */
  #leave(): void {
    // A daemon that has lost the connection has not closed the stdin of the container.
    const { kind } = this.#plan.stream;
    const lost = this.#stalled && (kind === 'end' || kind === 'reset');
    if (this.status === 'running' && !lost) this.exit(this.#plan.exitCode);
    this.#attached?.end();
  }

  /** Leaves the rest of the request in the socket: the other side is told of that. */
  #refuse(socket: Duplex): void {
    socket.pause();
    if (this.#plan.refuses === 'amid') socket.once('readable', () => this.#slam());
  }

  #slam(): void {
    this.#attached?.destroy();
    if (this.#plan.exits) this.exit(this.#plan.exitCode);
  }

  #play(): void {
    if (!this.#requested || this.status !== 'running' || this.#delivered || this.#stalled) return;
    const { stream, output, chunk, exits, exitCode } = this.#plan;
    const bytes = Buffer.from(output);
    if (stream.kind === 'flip' && stream.at < bytes.length) bytes[stream.at] = (bytes[stream.at] ?? 0) ^ stream.mask;
    const end = 'at' in stream && stream.kind !== 'flip' ? Math.min(stream.at, bytes.length) : bytes.length;
    for (let from = 0; from < end; from += chunk)
      this.#attached?.write(bytes.subarray(from, Math.min(end, from + chunk)));
    this.#delivered = stream.kind === 'none' || stream.kind === 'flip';
    this.#stalled = stream.kind === 'stall' || stream.kind === 'end' || stream.kind === 'reset';
    if (stream.kind === 'end') this.#attached?.end();
    if (stream.kind === 'reset') this.#attached?.destroy();
    const answered = ['return', 'raise'].some((type) => Buffer.from(output).includes(type));
    if (this.#delivered && !answered && exits) this.exit(exitCode);
  }
}
