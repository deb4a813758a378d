import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkChoices } from '../../../src/editor/dispatches/argumentChoice.ts';
import { RememberedArguments } from '../../../src/editor/dispatches/rememberedArguments.ts';
import { checkHealth, findEndpoints } from '../../../src/editor/lazy/findEndpoints.ts';
import { sshHostsOf } from '../../../src/editor/lazy/sshHosts.ts';
import { readMethodTarget } from '../../../src/editor/inmates/methodTarget.ts';
import { Lifetime } from '../../../src/editor/app/lifetime.ts';
import { escapeLabel, escapeMessage } from '../../../src/editor/text/escapeMarkup.ts';
import { escapeLines } from '../../../src/editor/text/escapeLines.ts';

describe('Lifetime', () => {
  it('gives back what it owns, the last first, and what comes too late at once', () => {
    const order: number[] = [];
    const owned = (n: number) => ({ dispose: () => order.push(n) });
    const lifetime = new Lifetime();
    lifetime.add(owned(1));
    lifetime.add(owned(2));
    lifetime.dispose();
    lifetime.dispose();
    expect(order).toEqual([2, 1]);
    lifetime.add(owned(3));
    expect(order).toEqual([2, 1, 3]);
  });
});

describe('RememberedArguments', () => {
  const ref = { inmateDir: '/i', method: 'm' };
  function memory(stored = new Map<string, unknown>()) {
    return {
      get: (key: string) => stored.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void stored.set(key, value)),
    };
  }

  it('offers the recent ones, newest first and each once', async () => {
    const remembered = new RememberedArguments(memory());
    for (const text of ['1', '2', '1']) await remembered.remember({ ...ref, choices: [{ kind: 'text', text }] });
    expect(remembered.recent(ref)).toEqual([[{ kind: 'text', text: '1' }], [{ kind: 'text', text: '2' }]]);
    expect(remembered.last).toEqual({ ...ref, choices: [{ kind: 'text', text: '1' }] });
    expect(remembered.recent({ ...ref, method: 'other' })).toEqual([]);
    for (let i = 0; i < 20; i++) await remembered.remember({ ...ref, choices: [{ kind: 'text', text: `${i}` }] });
    expect(remembered.recent(ref)).toHaveLength(10);
  });

  it('takes nothing that it did not write', async () => {
    const stored = new Map<string, unknown>();
    const remembered = new RememberedArguments(memory(stored));
    await remembered.remember({ ...ref, choices: [{ kind: 'file', uri: 'file:///a' }] });
    for (const key of stored.keys()) stored.set(key, [[{ kind: 'file' }], 3, { choices: 4 }]);
    expect(remembered.recent(ref)).toEqual([]);
    expect(remembered.last).toBeUndefined();
    expect(checkChoices([{ kind: 'text', text: 1 }])).toBeUndefined();
  });
});

describe('readMethodTarget', () => {
  it('reads a target, an item of the view, and nothing else', () => {
    expect(readMethodTarget({ inmate: '/i', method: 'm', ask: 'ifNeeded' })).toEqual({
      inmate: '/i',
      method: 'm',
      ask: 'ifNeeded',
    });
    expect(readMethodTarget({ inmate: '/i', method: 'm', args: [1] })).toEqual({
      inmate: '/i',
      method: 'm',
      ask: 'always',
      args: [1],
    });
    expect(readMethodTarget({ kind: 'method', project: { dir: { fsPath: '/i' } }, method: { name: 'm' } })).toEqual({
      inmate: '/i',
      method: 'm',
      ask: 'always',
    });
    for (const odd of [undefined, null, 3, 'x', [], { project: {} }, { project: { dir: {} } }]) {
      expect(readMethodTarget(odd)).toBeUndefined();
    }
  });
});

describe('sshHostsOf', () => {
  it('lists the hosts that are named, without patterns and what is not a name', () => {
    const config = `
# Host old
Host build  Build2 *.example !no ?x
  HostName 10.0.0.1
host="quoted"
Host=equals # comment
Match host other exec "rm -rf /"
Host -oProxyCommand=x $(x) a;b
  Host indented`;
    expect(sshHostsOf(config)).toEqual(['build', 'Build2', 'quoted', 'equals', 'indented']);
  });
});

describe('escapeLines', () => {
  it('keeps line ends and tabs, and shows what would act on a terminal or the order of text', () => {
    expect(escapeLines('a\tb\r\nc\rd\u001b[31m\u202ex\u009b')).toBe('a\tb\nc\nd\\x1b[31m\\u{202e}x\\x9b');
  });
});

describe('escapeMessage and escapeLabel', () => {
  it('leave no link and no icon to what comes from outside', () => {
    expect(escapeMessage('[x](command:quit)\n[y](https://a.test "t")')).toBe(
      '[x] (command:quit)\\n[y] (https://a.test "t")',
    );
    expect(escapeLabel('$(trash) \\$(x) $5 \u202e')).toBe('\\$(trash) \\$(x) $5 \\u{202e}');
  });
});

describe('findEndpoints', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'hoosegow-home-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }

  it('lists what the command line would choose, contexts, sockets, ssh hosts, and what is set already', async () => {
    const meta = { Name: 'remote', Endpoints: { docker: { Host: 'tcp://10.0.0.1:2375' } } };
    const id = createHash('sha256').update('remote').digest('hex');
    write(`.docker/contexts/meta/${id}/meta.json`, JSON.stringify(meta));
    write('.docker/run/docker.sock', '');
    write('run/podman/podman.sock', '');
    write('.colima/default/docker.sock', '');
    write('.ssh/config', 'Host build *.x');
    const surroundings = { env: { XDG_RUNTIME_DIR: join(home, 'run') }, home, platform: 'linux' as const };
    const found = await findEndpoints({ host: 'tcp://else:1' }, surroundings);
    const own = found.filter(({ url }) => !/^unix:\/\/\/(?:var|run)\//.test(url) || url.startsWith(`unix://${home}`));
    expect(own.map(({ kind, name, docker }) => [kind, name, docker.context ?? docker.host])).toEqual([
      ['automatic', '', undefined],
      ['set', 'tcp://else:1', 'tcp://else:1'],
      ['context', 'remote', 'remote'],
      ['socket', 'Docker Desktop', `unix://${home}/.docker/run/docker.sock`],
      ['socket', 'Podman', `unix://${home}/run/podman/podman.sock`],
      ['socket', 'Colima', `unix://${home}/.colima/default/docker.sock`],
      ['ssh', 'build', 'ssh://build'],
    ]);
    const again = await findEndpoints({ context: 'remote' }, surroundings);
    expect(again.map(({ kind }) => kind)).not.toContain('set');
  });

  it('tells why something does not answer, and never rejects', async () => {
    const surroundings = { env: {}, home, platform: 'linux' as const };
    const health = await checkHealth({ host: `unix://${home}/no.sock` }, surroundings);
    expect(health).toMatchObject({ ok: false, url: `unix://${home}/no.sock` });
    expect(await checkHealth({ host: 'nonsense://' }, surroundings)).toMatchObject({ ok: false, url: undefined });
  });
});
