import { describe, expect, it } from 'vitest';
import { settingsOf, settingsOfAll } from '../../../../src/engine/options/callSettings.ts';
import { resolveLimits } from '../../../../src/engine/options/limits.ts';

const limits = resolveLimits({ timeout: 5000, valueBytes: 1000 });
const all = settingsOfAll({ env: { A: '1' }, volumes: { '/a': '/x' }, network: 'none' }, limits);

describe('the settings of a call', () => {
  it('are those of all where it names nothing', () => {
    expect(settingsOf(all, {})).toBe(all);
    expect(settingsOf(all, { timeout: undefined })).toBe(all);
  });

  it('name a timeout in either of two ways, and not in both', () => {
    expect(settingsOf(all, { timeout: 70 }).limits).toEqual({ ...limits, timeout: 70 });
    expect(settingsOf(all, { limits: { timeout: 70 } }).limits).toEqual({ ...limits, timeout: 70 });
    expect(() => settingsOf(all, { timeout: 70, limits: { timeout: 80 } })).toThrow(/given twice/);
  });

  it('leave the limits as they are where it names none', () => {
    expect(settingsOf(all, { env: { B: '2' } })).toEqual({
      ...all,
      env: { A: '1', B: '2' },
      given: { env: { B: '2' } },
    });
  });

  it('put what it names in the place of what holds for all, name by name', () => {
    const call = { limits: { valueBytes: 7 }, timeout: 70, env: { B: '2' }, volumes: { '/a': '/y' }, network: 'host' };
    expect(settingsOf(all, call)).toEqual({
      limits: { ...limits, valueBytes: 7, timeout: 70 },
      env: { A: '1', B: '2' },
      volumes: { '/a': '/y' },
      network: 'host',
      given: { limits: { valueBytes: 7, timeout: 70 }, env: { B: '2' }, volumes: { '/a': '/y' }, network: 'host' },
    });
  });
});
