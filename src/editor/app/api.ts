import { version } from '../../../package.json';
import { loadEngineParts, type EngineParts } from '../loadEngineParts.ts';

/** The dispatch engine, as other extensions may use it. */
export type EngineApi = Readonly<
  Pick<EngineParts, 'Hoosegow' | 'findMethods' | 'scaffold' | 'DEFAULT_LIMITS' | 'ExtData'>
>;

/** What `activate()` gives to other extensions. */
export interface HoosegowApi {
  /** Version of the extension. */
  readonly version: string;
  /** The engine's own API; the engine is loaded when it is first asked for. */
  engine(): Promise<EngineApi>;
}

export function createApi(): HoosegowApi {
  return { version, engine: loadEngineParts };
}
