import { describe, expect, it } from 'vitest';
import { unheldLimits } from '../../../../../../../src/engine/hosts/docker/container/held/unheldLimits.ts';

const body = { HostConfig: { Memory: 1000, MemorySwap: 1000, PidsLimit: 128, NanoCpus: 1e9, OomScoreAdj: 500 } };
const holds = { MemoryLimit: true, SwapLimit: true, PidsLimit: true, CpuCfsQuota: true };

describe('limits that a daemon cannot hold', () => {
  it('are none where it says that it can, or says nothing', () => {
    for (const info of [holds, {}, undefined, 'OK', []]) expect(unheldLimits(body, info)).toEqual([]);
  });

  it('are those that were asked for, each by its name', () => {
    const info = { ...holds, MemoryLimit: false, PidsLimit: false, CpuCfsQuota: false };
    expect(unheldLimits(body, info).map(({ option, asked }) => [option, asked])).toEqual([
      ['HostConfig.Memory', 1000],
      ['HostConfig.PidsLimit', 128],
      ['HostConfig.NanoCpus', 1e9],
    ]);
    expect(unheldLimits({ HostConfig: { CpuQuota: 5000 } }, info).map(({ option }) => option)).toEqual([
      'HostConfig.CpuQuota',
    ]);
  });

  it('are none that nobody asked for', () => {
    const info = { MemoryLimit: false, PidsLimit: false, CpuCfsQuota: false };
    const without = { HostConfig: { Memory: 0, PidsLimit: -1, NanoCpus: 0 } };
    for (const asked of [without, { HostConfig: {} }, {}]) expect(unheldLimits(asked, info)).toEqual([]);
  });
});
