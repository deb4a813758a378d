import { describe, expect, it } from 'vitest';
import { Hoosegow, UsageError } from '../../../src/engine/index.ts';

const make = (options: object): Hoosegow => new Hoosegow(options);

describe('an option that there is not', () => {
  it.each([
    [{ imageDir: '.' }, /no option "imageDir" \(is "inmateDir" meant\?\); new Hoosegow\(…\) takes inmateDir, image/],
    [{ inmateDir: '.', volume: {} }, /no option "volume" \(is "volumes" meant\?\)/],
    [{ inmateDir: '.', docker: { hots: 'x' } }, /no option "docker\.hots" \(is "docker\.host" meant\?\)/],
    [{ inmateDir: '.', pool: { sise: 1 } }, /no option "pool\.sise" \(is "pool\.size" meant\?\)/],
    [
      { inmateDir: '.', callbacks: { afterStrat: 1 } },
      /no option "callbacks\.afterStrat" \(is "callbacks\.afterStart"/,
    ],
    [{ inmateDir: '.', limits: { timout: 1 } }, /no limit "timout" \(is "timeout" meant\?\)/],
    [{ inmateDir: '.', buildSecrets: { T: { vaule: 'x' } } }, /no option "buildSecrets\.T\.vaule" \(is .*value" meant/],
    [{ inmateDir: '.', quite: undefined }, /no option "quite"; /],
    [[], /the options of new Hoosegow\(…\) must be an object/],
  ])('is told with the nearest: %j', (options, message) => {
    expect(() => make(options)).toThrow(UsageError);
    expect(() => make(options)).toThrow(message);
  });

  it('is told of one call, too', async () => {
    const hoosegow = make({ inmateDir: '.', pool: {} });
    expect(() => hoosegow.dispatch('m', [], { timout: 1 } as object)).toThrow(/no option "timout" \(is "timeout"/);
    await expect(hoosegow.warm({ cuont: 1 } as object)).rejects.toThrow(/no option "cuont" \(is "count"/);
    await expect(hoosegow.buildImage({ onProgres: 1 } as object)).rejects.toThrow(/no option "onProgres" \(is "onPr/);
    await hoosegow.close();
  });
});
