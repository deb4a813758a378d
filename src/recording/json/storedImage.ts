import type { BaseImage } from '../event.ts';
import { Members } from './members.ts';

/** @returns what an image was built on, as a member; no member where that was not known */
export function readBase(members: Members): { readonly base?: BaseImage } {
  if (!members.has('base')) return {};
  const base = new Members(members.raw('base'), 'base');
  return {
    base: {
      name: base.text('name'),
      ...(base.has('digest') ? { digest: base.text('digest') } : {}),
      ...(base.has('id') ? { id: base.text('id') } : {}),
    },
  };
}
