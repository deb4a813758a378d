import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDockerUrl } from '../../../../../../src/engine/hosts/docker/endpoint/dockerUrl.ts';
import { UsageError } from '../../../../../../src/engine/errors/errors.ts';

const onLinux = (text: string) => parseDockerUrl(text, 'linux');

/** `undefined` for an address that is refused. */
function sshArgs(text: string): readonly string[] | undefined {
  try {
    const address = onLinux(text);
    if (address.kind === 'ssh') return address.args;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
  throw new Error(`${text} is taken for another kind of address`);
}

describe('parseDockerUrl', () => {
  it('reads sockets and pipes', () => {
    expect(onLinux('unix:///var/run/docker.sock')).toEqual({
      kind: 'socket',
      url: 'unix:///var/run/docker.sock',
      socketPath: '/var/run/docker.sock',
    });
    expect(parseDockerUrl('npipe:////./pipe/docker_engine', 'win32')).toMatchObject({
      kind: 'socket',
      socketPath: '//./pipe/docker_engine',
    });
  });

  it.each([
    ['tcp://10.0.0.1:2375', '10.0.0.1', 2375, undefined],
    ['tcp://build-host', 'build-host', undefined, undefined],
    ['10.0.0.1:2375', '10.0.0.1', 2375, undefined],
    ['http://h:80/', 'h', 80, false],
    ['https://h:443', 'h', 443, true],
    ['tcp://[::1]:2375', '::1', 2375, undefined],
    ['tcp://:2375', '127.0.0.1', 2375, undefined],
  ])('reads %s', (text, host, port, tls) => {
    expect(onLinux(text)).toMatchObject({ kind: 'tcp', host, port, tls });
  });

  it('makes arguments for ssh, the options before the end-of-options mark', () => {
    expect(onLinux('ssh://me@box.example:2222')).toEqual({
      kind: 'ssh',
      url: 'ssh://me@box.example:2222',
      args: '-T -o BatchMode=yes -o ConnectTimeout=15 -l me -p 2222 -- box.example docker system dial-stdio'.split(' '),
    });
    const withSocket = onLinux('ssh://box/run/user/1000/docker.sock');
    expect(withSocket).toMatchObject({
      args: expect.arrayContaining(['docker', '--host', 'unix:///run/user/1000/docker.sock']) as unknown,
    });
  });

  it.each([
    '',
    '/var/run/docker.sock',
    'unix://relative.sock',
    'fd://',
    'ftp://h',
    'tcp://h:0',
    'tcp://h:99999',
    'tcp://h:2375/api',
    'tcp://user@h:2375',
    'ssh://',
    'ssh://-oProxyCommand=id',
    'ssh://-l@h',
    'ssh://a;id@h',
    'ssh://$(id)',
    'ssh://h/tmp/$(id)',
    'npipe:////./pipe/docker_engine',
  ])('refuses %j and names the forms', (text) => {
    expect(() => onLinux(text)).toThrow(UsageError);
    expect(() => onLinux(text)).toThrow(/unix:\/\/\/path.*tcp:\/\/host:port.*ssh:\/\/user@host/);
  });

  it('never repeats a password', () => {
    expect(() => onLinux('ssh://me:hunter2@box')).toThrow(/password/);
    expect(() => onLinux('ssh://me:hunter2@box')).not.toThrow(/hunter2/);
  });

  const part = fc.string({
    unit: fc.constantFrom(..."aZ0 - . _ + @ $ ; & | ` ' % \\ \n \0 : / [ ]".split('')),
    maxLength: 6,
  });

  it('lets nothing reach ssh that it could take for an option, or a shell for more than a word', () => {
    fc.assert(
      fc.property(part, part, (user, host) => {
        const args = sshArgs(`ssh://${user}@${host}`);
        if (!args) return;
        const end = args.indexOf('--');
        expect(args.slice(end + 2)).toContain('dial-stdio');
        for (const arg of [args[args.indexOf('-l') + 1], ...args.slice(end + 1)]) {
          expect(arg).toMatch(/^(?!-)[A-Za-z0-9._@+\\$:/-]+$/);
        }
      }),
    );
  });
});
