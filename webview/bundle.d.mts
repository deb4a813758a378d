import type { BuildOptions } from 'esbuild';

export declare const webviewBundle: BuildOptions;
