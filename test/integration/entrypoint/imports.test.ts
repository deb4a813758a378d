import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { containing, matching, entrypointUnderTest } from './entrypoint.ts';

const entrypoint = entrypointUnderTest();
const folder = mkdtempSync(join(tmpdir(), 'hoosegow-imports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('raises what the import throws, as the cause', async () => {
  const call = await entrypoint.call('method', [], { inmate: 'importThrows.mjs' });
  expect(call.stdout).toBe('before\n');
  expect(call.last).toMatchObject({
    type: 'raise',
    value: {
      class: 'InmateImportError',
      message: 'cannot import importThrows.mjs: at import',
      cause: { class: 'TypeError', message: 'at import', backtrace: [matching(/importThrows\.mjs:2:7$/)] },
    },
  });
  expect(call.status).toBe(0);
});

it('says where the source is wrong', async () => {
  const call = await entrypoint.call('method', [], { inmate: 'importSyntax.mjs' });
  expect(call.last).toMatchObject({
    value: {
      class: 'InmateImportError',
      message: matching(/nothingOfThisName.* \(.*importSyntax\.mjs:1\)$/),
    },
  });
});

it('says what to do about a dependency that is in no package.json', async () => {
  const call = await entrypoint.call('method', [], { inmate: 'importMissing.mjs' });
  expect(call.last).toMatchObject({
    value: { class: 'InmateImportError', message: containing('npm install nothing-of-this-name') },
  });
});

it('says what to do about a dependency that is not installed', async () => {
  const inmate = join(folder, 'inmate.mjs');
  cpSync(join(import.meta.dirname, '../../fixtures/entrypoint/importMissing.mjs'), inmate);
  writeFileSync(join(folder, 'package.json'), '{ "dependencies": { "nothing-of-this-name": "1.0.0" } }');
  const call = await entrypoint.call('method', [], { inmate });
  const message: unknown = containing(`"nothing-of-this-name" is not installed: run "npm ci" in ${folder}`);
  expect(call.last).toMatchObject({ value: { class: 'InmateImportError', message } });
});

it('says that there is no inmate', async () => {
  const named = await entrypoint.call('method', [], { inmate: '/nothing/of/this/name.mjs' });
  expect(named.last).toMatchObject({
    value: { class: 'InmateImportError', message: 'there is no inmate at /nothing/of/this/name.mjs' },
  });
  const sought = await entrypoint.call('method', [], { env: { HOOSEGOW_INMATE: '' } });
  expect(sought.last).toMatchObject({
    value: { message: containing('inmate.ts, inmate.mts, inmate.js, inmate.mjs') },
  });
});

it('finds the inmate beside its own folder', async () => {
  const inmate = join(entrypoint.folder, 'inmate.mjs');
  writeFileSync(inmate, 'export const method = () => import.meta.url;');
  const call = await entrypoint.call('method', [], { env: { HOOSEGOW_INMATE: '' } });
  rmSync(inmate);
  expect(call.last).toEqual({ type: 'return', value: containing('entry%20point') });
});

it('imports as before where it was compiled by another Node, and keeps nothing of its own', async () => {
  const compiled = join(entrypoint.folder, 'bin/compiled');
  mkdirSync(compiled);
  const call = await entrypoint.call('method', [], { inmate: 'importThen.mjs' });
  const kept = readdirSync(compiled, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  rmSync(compiled, { recursive: true });
  expect([call.story, kept]).toEqual([['return: "result"'], []]);
});

it('ends with an inmate that exits while it is imported', async () => {
  const call = entrypoint.start({ inmate: 'importExits.mjs' });
  await call.ended;
  expect(call.story).toEqual(['stdout: bye\n']);
  expect(call.status).toBe(3);
});

it('imports before the request is there, and calls when both are', async () => {
  const call = await entrypoint.call('method', [], { inmate: 'importSlow.mjs' });
  expect(call.story).toEqual(['stdout: importing\nimported\n', 'return: "result"']);
});

it('is not taken in by an export named then', async () => {
  const call = await entrypoint.call('method', [], { inmate: 'importThen.mjs' });
  expect(call.story).toEqual(['return: "result"']);
});

it('raises what nobody caught before the request came', async () => {
  const call = entrypoint.start({ inmate: 'importTimer.mjs' });
  while (call.stdout === '') await pause(5);
  await pause(100);
  call.child.stdin.end(Buffer.from([0x92, 0xa1, 0x78, 0x90]));
  await call.ended;
  expect(call.last).toMatchObject({ type: 'raise', value: { class: 'Error', message: 'before the call' } });
});

it('loads another module first where it is told to', async () => {
  mkdirSync(join(folder, 'a b'), { recursive: true });
  const register = join(folder, 'a b', 'register.mjs');
  writeFileSync(register, 'globalThis.registered = true;');
  const inmate = join(folder, 'registered.mjs');
  writeFileSync(inmate, 'export const method = () => globalThis.registered;');
  const HOOSEGOW_IMPORT = `file://${register.replaceAll(' ', '%20')}`;
  const call = await entrypoint.call('method', [], { inmate, env: { HOOSEGOW_IMPORT } });
  expect(call.story).toEqual(['return: true']);
});

it('gives the options of NODE_OPTIONS to the inmate alone', async () => {
  const required = join(folder, 'required.cjs');
  writeFileSync(required, 'process.stderr.write(process.argv[2]);');
  const call = await entrypoint.call('method', [], {
    inmate: 'importThen.mjs',
    env: { NODE_OPTIONS: `--require ${required}` },
  });
  expect(call.stderr).toBe('inmate');
});
