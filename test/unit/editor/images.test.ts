import { describe, expect, it } from 'vitest';
import { BuildLogs } from '../../../src/editor/engines/buildLogs.ts';
import { usersOf } from '../../../src/editor/images/imageUsers.ts';
import { readStoreIds } from '../../../src/editor/images/storeArguments.ts';

const ID = `sha256:${'a'.repeat(64)}`;
const IMAGE = { kind: 'image', image: { id: ID, inmate: 'a', ownSize: 5 } };
const CONTAINER = { kind: 'container', container: { id: 'b'.repeat(64), inmate: null, memory: 7 } };

describe('a command of the view Images', () => {
  it('is for the item of the menu, or for all that are selected with it', () => {
    expect(readStoreIds('image', [IMAGE])).toEqual([{ id: ID, name: 'a', size: 5 }]);
    expect(readStoreIds('image', [IMAGE, [IMAGE, CONTAINER, IMAGE]])).toHaveLength(2);
    const named = { ...CONTAINER, container: { ...CONTAINER.container, name: 'hoosegow-1' } };
    expect(readStoreIds('container', [named])[0]?.container).toBe('hoosegow-1');
    expect(readStoreIds('container', [CONTAINER])).toEqual([{ id: 'b'.repeat(64), name: '', size: undefined }]);
  });

  it.each([
    [],
    [undefined],
    ['x'],
    [{ kind: 'image', image: { id: '../../containers/x' } }],
    [CONTAINER],
    [{ kind: 'image' }],
  ])('is for nothing where it is called with %j', (...args) => {
    expect(readStoreIds('image', args)).toEqual([]);
  });
});

describe('an image', () => {
  it('stays while a container is made from it, and those of inmates can be stopped', () => {
    const container = (id: string, name: string) => {
      return { id: id.repeat(64), name, inmate: 'a', created: new Date(0), state: 'running', memory: null };
    };
    const [own, other] = [container('b', 'hoosegow-1'), container('c', 'hoosegow-2')];
    const images = [
      { id: ID, containers: ['hoosegow-1', 'by-hand'] },
      { id: 'x', containers: ['hoosegow-2'] },
    ];
    const users = usersOf([ID], images, [own, other]);
    expect(users.names).toEqual(['hoosegow-1', 'by-hand']);
    // What the step hands on is what the command reads.
    expect(readStoreIds('container', [undefined, users.items]).map(({ id }) => id)).toEqual([own.id]);
    expect(usersOf(['y'], images, [own])).toEqual({ names: [], items: [] });
  });
});

describe('the log of the last build', () => {
  it('stays where a run builds nothing, and gives way to that of the next build', () => {
    const logs = new BuildLogs();
    expect(logs.find('/a')).toBeUndefined();
    logs.begin('/a');
    logs.add('/a', 'one ');
    logs.add('/a', 'two');
    logs.add('/b', 'other');
    logs.begin('/a');
    expect(logs.find('/a')).toBe('one two');
    logs.begin('/a');
    logs.add('/a', 'three');
    expect(logs.find('/a')).toBe('three');
    expect(logs.find('/b')).toBe('other');
  });

  it('is bounded', () => {
    const logs = new BuildLogs();
    for (let i = 0; i < 5; i++) logs.add('/a', 'x'.repeat(2 ** 20));
    expect(logs.find('/a')).toHaveLength(4 * 2 ** 20);
  });
});
