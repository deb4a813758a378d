import { cpus, release, totalmem, type } from 'node:os';

/** The machine of a run, by what decides its figures and nothing that names it. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly node: string;
  /** `null` where no bench asked for Docker. */
  readonly docker: string | null;
}

export function describeMachine(docker: string | null): Machine {
  const [first] = cpus();
  return {
    cores: cpus().length,
    cpu: first?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    // Without what a distribution or a cloud appends.
    kernel: `${type()} ${/^[\d.]+/.exec(release())?.[0] ?? release()}`,
    node: process.version,
    docker,
  };
}
