import type { ContainerCreateOptions } from 'dockerode';
import type { ContainerSettings } from '../../src/engine/hosts/docker/container/containerConfig.ts';
import { ContainerTemplate } from '../../src/engine/hosts/docker/container/containerTemplate.ts';

/** All that a single container is made from. */
export interface SingleSettings extends ContainerSettings {
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The body of the call that makes a single container. */
export function containerConfig({ image, labels, ...settings }: SingleSettings): ContainerCreateOptions {
  return new ContainerTemplate(settings).complete({ image, labels }).body;
}
