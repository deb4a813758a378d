import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import nls from '../../../package.nls.json' with { type: 'json' };
import {
  COMMANDS,
  CONTEXT_KEYS,
  HARMLESS_SETTINGS,
  INMATE_GLOB,
  ITEMS,
  MACHINE_SETTINGS,
  RESTRICTED_SETTINGS,
  RESULT_PANEL,
  SETTINGS,
  TIMELINE_EDITOR,
  VIEWS,
  WALKTHROUGH,
} from '../../../src/editor/contributions.ts';
import { CONTAINER_OPTIONS } from '../../../src/cli/input/engineOptions.ts';
import { KINDS } from '../../../src/editor/settings/engineKind.ts';
import { LIMIT_SETTINGS } from '../../../src/editor/settings/limitSettings.ts';
import { DEFAULT_LIMITS } from '../../../src/engine/index.ts';
import { PALETTE } from '../../support/extension/palette.ts';
import { wrongIn, type Property } from './support/settingProperty.ts';
import { ENGINE_KINDS } from '../../../src/engine/internal.ts';
import { ROOT, sourcesIn } from './support/sources.ts';

const TEXT: Property = { type: 'string', pattern: '^(|a)$', patternErrorMessage: '%wrong%', default: '' };

const { contributes } = manifest;
const text = JSON.stringify(manifest);
const ids = Object.values<string>(COMMANDS);
const sorted = (names: readonly string[]): readonly string[] => names.toSorted();
const properties: Readonly<Record<string, Property>> = Object.assign(
  {},
  ...contributes.configuration.map((section) => section.properties),
) as Record<string, Property>;
const menus = Object.values<readonly { readonly command: string; readonly when?: string }[]>(contributes.menus).flat();
const clauses = [...menus, ...contributes.keybindings, ...contributes.viewsWelcome].map(({ when }) => when ?? '');

/** Whether a condition never holds without trust, nor in a virtual workspace; brackets are not understood. */
function isWalled(when = ''): boolean {
  return when.split('||').every((way) => {
    const terms = way.split('&&').map((term) => term.trim());
    return terms.includes('isWorkspaceTrusted') && terms.includes('!virtualWorkspace');
  });
}

describe('ids', () => {
  it('of commands are those of the code, each with a file of its own that implements it', () => {
    expect(sorted(contributes.commands.map(({ command }) => command))).toEqual(sorted(ids));
    const implemented = sourcesIn('src/editor/commands').flatMap((file) =>
      Array.from(file.text.matchAll(/^ {2}id: COMMANDS\.(\w+),$/gm), ([, key]) => key ?? ''),
    );
    expect(sorted(implemented)).toEqual(sorted(Object.keys(COMMANDS)));
  });

  it('of commands are all registered', () => {
    const files = sourcesIn('src/editor/commands');
    const list = files.find(({ path }) => path.endsWith('/appCommands.ts'))?.text ?? '';
    const listed = Array.from(
      list.slice(list.indexOf('APP_COMMANDS')).matchAll(/^ {2}(\w+),$/gm),
      ([, name = '']) => name,
    );
    const exported = files.flatMap(({ text: code }) =>
      Array.from(code.matchAll(/^export const (\w+): AppCommand = /gm), ([, name = '']) => name),
    );
    expect(sorted(listed)).toEqual(sorted(exported));
    expect(listed.length).toBe(ids.length);
  });

  it('of views, editors and walkthroughs are those of the code', () => {
    expect(contributes.viewsContainers.activitybar.map(({ id }) => id)).toEqual([VIEWS.container]);
    expect(contributes.views[VIEWS.container].map(({ id }) => id)).toEqual(Object.values(VIEWS).slice(1));
    expect(contributes.customEditors.map(({ viewType }) => viewType)).toEqual([TIMELINE_EDITOR]);
    expect(contributes.walkthroughs.map(({ id }) => id)).toEqual([WALKTHROUGH]);
    expect(manifest.activationEvents).toEqual([`workspaceContains:${INMATE_GLOB}`, `onWebviewPanel:${RESULT_PANEL}`]);
  });

  it('of walkthroughs mark their text in the only ways that are shown there', () => {
    const steps = Object.entries(nls).filter(([key]) => key.startsWith('walkthrough.') && key.endsWith('.description'));
    expect(steps.length).toBeGreaterThan(0);
    // One `_` or `*` would be read as it is.
    const single = /(?<![\w*_])[*_](?![*_\s])/;
    expect(steps.filter(([, words]) => single.test(words))).toEqual([]);
  });

  it('in menus, bindings, welcomes and walkthroughs exist', () => {
    const used = [...menus, ...contributes.keybindings].map(({ command }) => command);
    expect(used.filter((command) => !ids.includes(command))).toEqual([]);
    const linked = Array.from(JSON.stringify(nls).matchAll(/command:(hoosegow\.\w+)/g), ([, id]) => id ?? '');
    expect(linked.filter((command) => !ids.includes(command))).toEqual([]);
    const known: readonly string[] = [...Object.values(CONTEXT_KEYS), ...Object.values(VIEWS), ...Object.values(ITEMS)];
    const named = clauses.flatMap((when) => Array.from(when.matchAll(/hoosegow(?:\.\w+)+/g), ([id]) => id));
    expect(named.filter((id) => ![...known, TIMELINE_EDITOR, RESULT_PANEL].includes(id))).toEqual([]);
    expect(Object.values(CONTEXT_KEYS).filter((key) => !text.includes(key))).toEqual([]);
  });

  it('are written out nowhere else in the code', () => {
    const others = sourcesIn('src/editor').filter(({ path }) => !path.endsWith('/contributions.ts'));
    const quoted = others.flatMap((file) =>
      Array.from(file.text.matchAll(/['"`](hoosegow\.\w+[\w.]*)['"`]/g), ([, id]) => id ?? ''),
    );
    // The status bar's own name of our item is nobody else's business.
    expect(quoted.filter((id) => id !== 'hoosegow.engine')).toEqual([]);
  });
});

describe('the palette', () => {
  it('has the commands under the names that were promised', () => {
    const hidden = contributes.menus.commandPalette
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command);
    const shown = contributes.commands.filter(({ command }) => !hidden.includes(command));
    expect(shown.map(({ title }) => nls[title.slice(1, -1) as keyof typeof nls])).toEqual(PALETTE);
    expect(new Set(contributes.commands.map(({ category }) => category))).toEqual(new Set(['Hoosegow']));
  });
});

describe('in Restricted Mode and in a virtual workspace', () => {
  /** Commands that build nothing, run nothing and ask no engine. Every other one is behind the wall. */
  const HARMLESS: readonly string[] = [
    COMMANDS.newProject,
    COMMANDS.makeInmate,
    COMMANDS.stop,
    COMMANDS.openRecording,
    COMMANDS.openSample,
    COMMANDS.compare,
    COMMANDS.exportRecording,
    COMMANDS.showLog,
    COMMANDS.openMethodSource,
    COMMANDS.refreshInmates,
    COMMANDS.openDispatch,
    COMMANDS.deleteDispatch,
    COMMANDS.keepResult,
    COMMANDS.groupDispatches,
    COMMANDS.filterDispatches,
    COMMANDS.clearDispatchFilter,
    COMMANDS.pinDispatch,
    COMMANDS.unpinDispatch,
    COMMANDS.compareWithLast,
    COMMANDS.copyCommandLine,
    COMMANDS.copyResult,
    COMMANDS.revealRecording,
    COMMANDS.showHiddenLines,
    COMMANDS.showAllHiddenLines,
  ];
  const walled = ids.filter((id) => !HARMLESS.includes(id));

  it('a command is offered only if it builds and runs nothing', () => {
    const places = [...menus, ...contributes.keybindings].filter(({ command }) => !HARMLESS.includes(command));
    expect(places.filter(({ when }) => when !== 'false' && !isWalled(when))).toEqual([]);
    // Without an entry there the palette always has it.
    const inPalette = contributes.menus.commandPalette.map(({ command }) => command);
    expect(walled.filter((id) => !inPalette.includes(id))).toEqual([]);
  });

  it('no welcome has a button that builds or runs', () => {
    const welcomes = contributes.viewsWelcome.filter(({ contents }) => {
      const words = nls[contents.slice(1, -1) as keyof typeof nls];
      return Array.from(words.matchAll(/command:(hoosegow\.\w+)/g), ([, id = '']) => id).some((id) =>
        walled.includes(id),
      );
    });
    expect(welcomes.filter(({ when }) => !isWalled(when))).toEqual([]);
    expect(welcomes.length).toBeGreaterThan(0);
  });

  it.each([
    [undefined, false],
    ['', false],
    ['isWorkspaceTrusted', false],
    ['!virtualWorkspace', false],
    ['!isWorkspaceTrusted && !virtualWorkspace', false],
    ['isWorkspaceTrusted && !virtualWorkspace || hoosegow.hasLast', false],
    ['isWorkspaceTrusted && !virtualWorkspaceX', false],
    ['hoosegow.hasLast && isWorkspaceTrusted && !virtualWorkspace', true],
    ['isWorkspaceTrusted && !virtualWorkspace && a || b && !virtualWorkspace && isWorkspaceTrusted', true],
  ])('the condition %j is a wall: %j', (when, expected) => {
    expect(isWalled(when)).toBe(expected);
  });
});

describe('settings', () => {
  it('are those of the code', () => {
    expect(sorted(Object.keys(properties))).toEqual(sorted(Object.values(SETTINGS)));
  });

  it('are all read', () => {
    const readers = sourcesIn('src/editor').filter(({ path }) => !path.endsWith('/contributions.ts'));
    const read = readers.flatMap(({ text: code }) =>
      Array.from(code.matchAll(/\bSETTINGS\.(\w+)/g), ([, key]) => key ?? ''),
    );
    expect(sorted([...new Set(read)])).toEqual(sorted(Object.keys(SETTINGS)));
  });

  it('that name the engine are out of reach of a workspace, and the rest that matters in Restricted Mode', () => {
    const machine = Object.keys(properties).filter((id) => properties[id]?.scope === 'machine');
    expect(sorted(machine)).toEqual(sorted(MACHINE_SETTINGS));
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(supported).toBe('limited');
    expect(sorted(restrictedConfigurations)).toEqual(sorted(RESTRICTED_SETTINGS));
    expect(MACHINE_SETTINGS.filter((id) => !RESTRICTED_SETTINGS.includes(id))).toEqual([]);
  });

  it('are restricted or harmless, and never both', () => {
    expect(sorted([...RESTRICTED_SETTINGS, ...HARMLESS_SETTINGS])).toEqual(sorted(Object.values(SETTINGS)));
    const scopes = new Set(Object.values(properties).map(({ scope = '' }) => scope));
    expect(sorted([...scopes])).toEqual(['machine', 'resource', 'window']);
  });

  it('that say how dispatches run, or what is kept of them, are not harmless', () => {
    const keys = new Map(Object.entries<string>(SETTINGS));
    const readers = sourcesIn('src/editor/settings');
    const read = readers.flatMap(({ text: code }) =>
      Array.from(code.matchAll(/\bSETTINGS\.(\w+)/g), ([, key = '']) => keys.get(key) ?? ''),
    );
    expect(HARMLESS_SETTINGS.filter((id) => read.includes(id))).toEqual([]);
  });

  it.each(LIMIT_SETTINGS)('$setting has the default and the bounds of the engine', (spec) => {
    const { default: byDefault, minimum, maximum } = properties[spec.setting] ?? {};
    expect(byDefault).toBe(DEFAULT_LIMITS[spec.limit] / spec.factor);
    expect(minimum).toBe(spec.min);
    expect(maximum ?? Infinity).toBe(spec.max);
  });

  it('of the engine offer every kind, and the pages name each', () => {
    expect(properties[SETTINGS.engineKind]?.enum).toEqual(ENGINE_KINDS);
    expect(Object.keys(KINDS)).toEqual(ENGINE_KINDS);
    const row = readFileSync(join(ROOT, 'docs/json.md'), 'utf8')
      .split('\n')
      .find((line) => line.startsWith('| `engine` '));
    expect(Array.from((row ?? '').matchAll(/`(\w+)`/g), ([, name]) => name)).toEqual(['engine', ...ENGINE_KINDS]);
    expect(CONTAINER_OPTIONS.engine.help).toMatch(new RegExp(ENGINE_KINDS.join('.* or ')));
  });

  it('stand in the order of the manifest, also where the editor would sort them by name', () => {
    for (const { title, properties: all } of contributes.configuration) {
      const orders = Object.values<{ readonly order: number }>(all).map(({ order }) => order);
      expect([title, orders]).toEqual([title, orders.toSorted((a, b) => a - b)]);
      expect(new Set(orders).size).toBe(orders.length);
    }
    const sections = contributes.configuration.map(({ order }) => order);
    expect(sections).toEqual(sections.toSorted((a, b) => a - b));
  });

  it('have what their kind needs: a default that passes, bounds, and words for what is wrong', () => {
    expect(
      Object.entries(properties).flatMap(([id, property]) => wrongIn(property).map((what) => `${id}: ${what}`)),
    ).toEqual([]);
  });

  it.each<readonly [string, Property, readonly string[]]>([
    ['a text', TEXT, []],
    ['a text of any form', { ...TEXT, pattern: undefined }, ['no pattern']],
    ['a text that is matched in part', { ...TEXT, pattern: 'a|' }, ['a pattern that matches in part']],
    ['a text with a wrong default', { ...TEXT, default: 'b' }, ['a default that is wrong']],
    ['a text without words', { ...TEXT, patternErrorMessage: 'Wrong.' }, ['no words for a wrong text']],
    ['a choice', { type: 'string', enum: ['a', 'b'], markdownEnumDescriptions: ['%a%', '%b%'], default: 'a' }, []],
    ['a choice without words', { type: 'string', enum: ['a'], default: 'a' }, ['choices without words']],
    ['a number', { type: 'integer', minimum: 1, maximum: 3, default: 2 }, []],
    ['a number without bounds', { type: 'number', default: 2 }, ['no minimum']],
    ['a number with a wrong default', { type: 'number', minimum: 3, default: 2 }, ['a default that is wrong']],
    ['a list', { type: 'array', items: TEXT, default: [] }, []],
    ['a list of anything', { type: 'array', default: [] }, ['no kind of items']],
    ['a switch', { type: 'boolean', default: true }, []],
    ['a switch without a default', { type: 'boolean' }, ['a default that is wrong']],
    ['an object', { type: 'object', default: {} }, ['a kind without a rule: object']],
  ])('of which %s is looked at', (_what, property, wrong) => {
    expect(wrongIn(property)).toEqual(wrong);
  });
});

describe('texts of the manifest', () => {
  it('are all defined, and all used', () => {
    const used = new Set(Array.from(text.matchAll(/"%([\w.]+)%"/g), ([, key]) => key ?? ''));
    expect(sorted(Object.keys(nls))).toEqual(sorted([...used]));
    expect(text).not.toMatch(/"title":"[^%"]*[a-z] [^%"]*"/);
  });
});

describe('files and versions', () => {
  it('that are named exist', () => {
    const media = contributes.walkthroughs.flatMap(({ steps }) =>
      steps.map((step) => step.media.svg ?? step.media.markdown),
    );
    const files = [
      manifest.icon,
      contributes.viewsContainers.activitybar[0]?.icon ?? '',
      ...media,
      'media/sample.dispatch',
      `${manifest.l10n}/bundle.l10n.json`,
    ];
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(media.length).toBeGreaterThan(0);
    const icon = readFileSync(join(ROOT, manifest.icon));
    expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([128, 128]);
  });

  it('of the API are those of the oldest editor that is supported', () => {
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies['@types/vscode']}`);
    expect(manifest.main).toBe('./dist/extension.cjs');
    expect(manifest.extensionKind).toEqual(['workspace']);
    expect(manifest.capabilities.virtualWorkspaces.supported).toBe('limited');
  });
});
