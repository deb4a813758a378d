import type { BuildOptions } from 'esbuild';

export declare const extensionBundle: BuildOptions;
