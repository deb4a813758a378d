import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { containerDefaults } from '../../src/engine/hosts/docker/container/containerDefaults.ts';
import { resolveLimits } from '../../src/engine/options/limits.ts';

/** The same call by the command-line client. @returns milliseconds until the first byte of the answer */
export async function dockerRun(host: string, image: string, request: Uint8Array): Promise<number> {
  const before = performance.now();
  const child = spawn('docker', ['--host', host, 'run', ...flags(), image], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(request);
  await once(child.stdout, 'data');
  const taken = performance.now() - before;
  await once(child, 'close');
  return taken;
}

/** What a dispatch asks for, in the words of the command. */
function flags(): readonly string[] {
  const { User, HostConfig } = containerDefaults({ limits: resolveLimits(), mounts: [] });
  return [
    '--rm',
    '--interactive',
    '--init',
    '--read-only',
    `--user=${User}`,
    `--network=${HostConfig.NetworkMode}`,
    `--ipc=${HostConfig.IpcMode}`,
    ...HostConfig.CapDrop.map((name) => `--cap-drop=${name}`),
    ...HostConfig.SecurityOpt.map((option) => `--security-opt=${option}`),
    ...Object.entries(HostConfig.Tmpfs).map(([path, options]) => `--tmpfs=${path}:${options}`),
    `--memory=${HostConfig.Memory}`,
    `--memory-swap=${HostConfig.MemorySwap}`,
    `--cpus=${HostConfig.NanoCpus / 1e9}`,
    `--pids-limit=${HostConfig.PidsLimit}`,
    ...HostConfig.Ulimits.map(({ Name, Soft, Hard }) => `--ulimit=${Name}=${Soft}:${Hard}`),
    `--oom-score-adj=${HostConfig.OomScoreAdj}`,
    `--log-driver=${HostConfig.LogConfig.Type}`,
  ];
}
