import { expect, it } from 'vitest';
import { sizesOf } from '../../../../../../../src/engine/hosts/docker/images/store/imageSizes.ts';

const listed = (id: string, parent: string, size: number, ...tags: string[]) => ({
  Id: `sha256:${id}`,
  ParentId: parent === '' ? '' : `sha256:${parent}`,
  Size: size,
  RepoTags: tags,
});

function ownOf(all: unknown, counted: readonly (readonly [id: string, size: number, shared: number])[]) {
  const images = counted.map(([id, size, shared]) => ({ Id: `sha256:${id}`, Size: size, SharedSize: shared }));
  return Object.fromEntries(sizesOf({ Images: images, LayersSize: 1000 }, all).own);
}

it('is what a daemon does not count as shared', () => {
  const all = [listed('a', '', 130, 'a:1'), listed('b', '', 110, 'b:1')];
  const counted = [
    ['a', 130, 100],
    ['b', 110, 100],
  ] as const;
  expect(ownOf(all, counted)).toEqual({ 'sha256:a': 30, 'sha256:b': 10 });
});

it('is not known where a daemon does not say', () => {
  expect(ownOf([], [['a', 130, -1]])).toEqual({});
  expect(sizesOf(undefined, [])).toEqual({ own: new Map(), layers: null });
  expect(sizesOf({ Images: [{ Id: 1 }], LayersSize: 0 }, undefined)).toEqual({ own: new Map(), layers: null });
});

it('is what a build alone has, though its steps have it in common with the image', () => {
  const all = [
    listed('base', '', 100, 'base:1'),
    // Both builds have these two steps.
    listed('install', 'base', 110, '<none>:<none>'),
    listed('folder', 'install', 110),
    listed('copy one', 'folder', 140),
    listed('label one', 'copy one', 140),
    listed('one', 'label one', 140, 'one:1'),
    listed('two', 'folder', 115, 'two:1'),
  ];
  const counted = [
    ['base', 100, 100],
    ['one', 140, 140],
    ['two', 115, 110],
  ] as const;
  expect(ownOf(all, counted)).toEqual({ 'sha256:base': 0, 'sha256:one': 30, 'sha256:two': 5 });
});

it('ends where another image has a name, or is built upon it', () => {
  const all = [
    listed('base', '', 100, 'base:1'),
    listed('mine', 'base', 120, 'mine:1'),
    listed('upon', 'mine', 150, 'upon:1'),
  ];
  const counted = [
    ['mine', 120, 120],
    ['upon', 150, 120],
  ] as const;
  expect(ownOf(all, counted)).toEqual({ 'sha256:mine': 0, 'sha256:upon': 30 });
});

it('leaves what a build was begun from to whoever has it, with or without a name', () => {
  const all = [listed('base', '', 100), listed('step', 'base', 120), listed('one', 'step', 120, 'one:1')];
  expect(ownOf(all, [['one', 120, 120]])).toEqual({ 'sha256:one': 20 });
});
