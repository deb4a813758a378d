/** What users import, by the name behind `hoosegow-inspector/`; `engine` is the package itself. */
export const ENTRIES = {
  engine: 'src/engine/index.ts',
  recording: 'src/recording/index.ts',
  otel: 'src/engine/observability/otel.ts',
};
