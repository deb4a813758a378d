import { expect, it } from 'vitest';
import { openerOf } from '../../../../src/cli/inspect/openBrowser.ts';

it('opens a browser with what the platform has for it, and none without a display', () => {
  expect(openerOf('darwin', {})).toEqual(['open']);
  expect(openerOf('win32', {})).toEqual(['rundll32', 'url.dll,FileProtocolHandler']);
  expect(openerOf('linux', { DISPLAY: ':0' })).toEqual(['xdg-open']);
  expect(openerOf('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toEqual(['xdg-open']);
  expect(openerOf('linux', { WSL_DISTRO_NAME: 'Debian' })).toEqual(['xdg-open']);
  expect(openerOf('linux', { DISPLAY: '' })).toBeUndefined();
});
