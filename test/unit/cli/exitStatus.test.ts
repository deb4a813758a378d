import { describe, expect, it } from 'vitest';
import { exitStatusOfError } from '../../../src/cli/exitStatus.ts';
import { EngineError } from '../../../src/engine/index.ts';

describe('the path of a volume that is missing on the machine of an engine elsewhere', () => {
  it.each([
    'Docker refused (HTTP 400): invalid mount config for type "bind": bind source path does not exist: /nope',
    'Podman refused (HTTP 500): container create: statfs /nope: no such file or directory',
  ])('is wrong usage: %s', (message) => {
    expect(exitStatusOfError(new EngineError(message, 'create'))).toBe(2);
    expect(exitStatusOfError(new EngineError(message, 'start'))).toBe(3);
  });

  it('is told from what else an engine may refuse', () => {
    expect(exitStatusOfError(new EngineError('Docker refused (HTTP 500): no such file or directory', 'create'))).toBe(
      3,
    );
  });
});
