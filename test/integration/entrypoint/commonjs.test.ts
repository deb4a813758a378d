import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { entrypointUnderTest } from './entrypoint.ts';

const entrypoint = entrypointUnderTest();
const folder = mkdtempSync(join(tmpdir(), 'hoosegow-commonjs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;

/** Calls a method of an inmate in a folder of its own. */
async function call(method: string, file: string, source: string, manifest = '{}') {
  const dir = join(folder, String(made++));
  mkdirSync(dir);
  writeFileSync(join(dir, 'package.json'), manifest);
  writeFileSync(join(dir, file), source);
  return entrypoint.call(method, [2], { inmate: join(dir, file) });
}

describe('an inmate in CommonJS', () => {
  it.each([
    ['inmate.cjs', 'module.exports = { double: (n) => n * 2 };', '{ "type": "module" }'],
    ['inmate.js', 'exports.double = (n) => n * 2;', '{ "type": "commonjs" }'],
    ['inmate.js', 'exports.double = (n) => n * 2;', '{}'],
    // What Node's own search through the source does not find.
    ['inmate.cjs', 'module.exports = { ...{ double: (n) => n * this.times }, times: 2 }; this.times = 2;', '{}'],
    ['inmate.cjs', 'for (const name of ["double"]) exports[name] = (n) => n * 2;', '{}'],
    ['inmate.cjs', 'module.exports = { double(n) { return n * this.times; }, times: 2 };', '{}'],
    ['inmate.cjs', 'module.exports = () => 1; module.exports.double = (n) => n * 2;', '{}'],
    [
      'inmate.cjs',
      'Object.defineProperty(exports, "__esModule", { value: true }); exports.double = (n) => n * 2;',
      '{}',
    ],
    ['inmate.cjs', 'const api = Object.create(null); api.double = (n) => n * 2; module.exports = api;', '{}'],
  ])('has the functions of module.exports: %s %s', async (file, source, manifest) => {
    expect((await call('double', file, source, manifest)).last).toEqual({ type: 'return', value: 4 });
  });

  it.each(['default', 'then', '__proto__', 'toString', 'Klass', 'value', 'inherited'])(
    'has no method %s',
    async (name) => {
      const source = `class Klass {}
      module.exports = Object.assign(Object.create({ inherited() {} }), { Klass, value: 1, then() {}, default() {}, own() {} });`;
      expect((await call(name, 'inmate.cjs', source)).last).toMatchObject({
        type: 'raise',
        value: { class: 'NoMethodError', message: expect.stringContaining('its methods: own') as unknown },
      });
    },
  );

  it.each(['null', '5', '"text"', 'new Proxy({}, { ownKeys() { throw new Error("trap"); } })'])(
    'may export nothing that has methods: %s',
    async (value) => {
      const { last } = await call('f', 'inmate.cjs', `module.exports = ${value};`);
      expect(last).toMatchObject({
        type: 'raise',
        value: { class: expect.stringMatching(/NoMethodError|ImportError/) as unknown },
      });
    },
  );

  it('is not an ES module that has a default object', async () => {
    const { last } = await call('double', 'inmate.mjs', 'export default { double: (n) => n * 2 };');
    expect(last).toMatchObject({ type: 'raise', value: { class: 'NoMethodError' } });
  });
});
