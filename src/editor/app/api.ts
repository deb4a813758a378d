import { version } from '../../../package.json';
import { loadEngineParts, type EngineParts } from '../loadEngineParts.ts';

/** The part of the dispatch engine that other extensions may use. */
export type EngineApi = Readonly<
  Pick<EngineParts, 'Hoosegow' | 'findMethods' | 'scaffold' | 'DEFAULT_LIMITS' | 'ExtData'>
>;

/** What `activate()` gives to other extensions. */
export interface HoosegowApi {
  /** The extension's version. */
  readonly version: string;
  /** The engine's own API; loads the engine at the first call. */
  engine(): Promise<EngineApi>;
}

export function createApi(): HoosegowApi {
  return { version, engine: loadEngineParts };
}
