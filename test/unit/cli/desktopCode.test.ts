import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findDesktopCode, openDesktopCode } from '../../../src/cli/desktopCode.ts';

let folder: string;
let code: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-code '));
  code = join(folder, 'code');
  await writeFile(code, `#!/bin/sh\nprintf '%s\\n' "$@" >"$0.words"\nexit 3\n`);
  await chmod(code, 0o755);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('finds VS Code where its command is on the PATH and there is a display', async () => {
  const PATH = `/nowhere:${folder}`;
  expect(await findDesktopCode('linux', { PATH, DISPLAY: ':0' })).toBe(code);
  expect(await findDesktopCode('linux', { PATH, WAYLAND_DISPLAY: 'wayland-0' })).toBe(code);
  expect(await findDesktopCode('darwin', { PATH })).toBe(code);
});

it('finds none without a display, or without the command', async () => {
  expect(await findDesktopCode('linux', { PATH: folder })).toBeUndefined();
  expect(await findDesktopCode('linux', { PATH: '/nowhere', DISPLAY: ':0' })).toBeUndefined();
  expect(await findDesktopCode('linux', { DISPLAY: ':0' })).toBeUndefined();
  // There it is a batch file of another name.
  expect(await findDesktopCode('win32', { PATH: folder })).toBeUndefined();
});

it('opens a window with the extension, and tells how that ended', async () => {
  expect(await openDesktopCode(code, '/ext', ['/a folder', '/a file'])).toBe(3);
  expect(await readFile(`${code}.words`, 'utf8')).toBe(
    '--new-window\n--extensionDevelopmentPath=/ext\n/a folder\n/a file\n',
  );
});
