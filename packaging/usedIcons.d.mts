import type { Plugin } from 'esbuild';

export declare const onlyUsedIcons: Plugin;
