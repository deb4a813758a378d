import type { Lifecycle } from '../../recording/event.ts';
import { checkTraceOptions } from '../options/checkOptions.ts';
import { UsageError } from '../errors/errors.ts';
import type { SpanAttributes, TraceOptions } from '../options/taskOptions.ts';
import { dispatchChannels, type DispatchContext } from './channels.ts';

export type { SpanAttributes, TraceOptions } from '../options/taskOptions.ts';

/** The part of a span of `@opentelemetry/api` that is used. */
export interface SpanLike {
  setAttributes(attributes: Record<string, string | number | boolean>): unknown;
  addEvent(name: string, attributes?: Record<string, string | number | boolean>, time?: number): unknown;
  recordException(exception: Error, time?: number): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  end(time?: number): void;
}

/** The part of a tracer of `@opentelemetry/api` that is used: any version of it will do. */
export interface TracerLike {
  startSpan(
    name: string,
    options?: { kind?: number; startTime?: number; attributes?: Record<string, string | number | boolean> },
  ): SpanLike;
}

/** `SpanKind.CLIENT` and `SpanStatusCode.ERROR` of `@opentelemetry/api`. */
const CLIENT = 2;
const ERROR = 2;

/**
 * Makes an OpenTelemetry span of every dispatch of this process that begins from now on, as a child of the span that is
 * active where `dispatch()` is called. Its steps (`create`, `started`, `requested`, `exited` …) are events of the span.
 * docs/observability.md lists the attributes.
 *
 * @example
 * import { trace } from '@opentelemetry/api';
 * const stop = traceDispatches(trace.getTracer('my-service'));
 * @returns a function that ends it; spans of dispatches that are under way stay open
 * @throws UsageError for what is not a tracer, and for invalid options
 */
export function traceDispatches(tracer: TracerLike, options: TraceOptions = {}): () => void {
  checkTracer(tracer);
  checkTraceOptions(options);
  const { attributes: attributesFor } = options;
  const spans = new WeakMap<DispatchContext, SpanLike>();
  const subscribers = {
    start: (dispatch: DispatchContext): void => {
      const { method, startTime } = dispatch;
      const attributes = { 'rpc.system.name': 'hoosegow', 'rpc.system': 'hoosegow', 'rpc.method': method };
      spans.set(dispatch, tracer.startSpan(`hoosegow ${method}`, { kind: CLIENT, startTime, attributes }));
    },
    end: ignore,
    asyncStart: ignore,
    asyncEnd: (dispatch: DispatchContext): void => {
      const span = spans.get(dispatch);
      if (span) finish(span, dispatch, attributesFor?.(dispatch) ?? {});
    },
    error: ignore,
  };
  dispatchChannels.subscribe(subscribers);
  return () => {
    dispatchChannels.unsubscribe(subscribers);
  };
}

/** Callers in JavaScript may pass the provider, or the module, in place of a tracer. */
function checkTracer(tracer: unknown): void {
  const startSpan =
    typeof tracer === 'object' && tracer !== null && 'startSpan' in tracer ? tracer.startSpan : undefined;
  if (typeof startSpan === 'function') return;
  throw new UsageError("traceDispatches takes a tracer with startSpan(), as trace.getTracer('my-service') gives it");
}

function finish(span: SpanLike, dispatch: DispatchContext, more: SpanAttributes): void {
  const { startTime, steps, error } = dispatch;
  span.setAttributes({ ...attributesOf(dispatch), ...more });
  for (const { t, step } of steps) span.addEvent(step.event, detailsOf(step), startTime + t);
  if (error) {
    span.recordException(error);
    span.setStatus({ code: ERROR, message: error.message });
  }
  span.end();
}

function attributesOf({ id, engine, image, container, inmateDir, outcome }: DispatchContext): SpanAttributes {
  const known = {
    'hoosegow.dispatch.id': id,
    'hoosegow.engine': engine,
    'hoosegow.inmate.dir': inmateDir,
    'hoosegow.outcome': outcome?.outcome,
    'container.name': container,
    'container.image.name': image,
    // What distinguishes failures when they are counted: the inmate's class, else how it ended.
    'error.type':
      outcome?.outcome === 'raised' ? outcome.class : outcome?.outcome === 'returned' ? null : outcome?.outcome,
  };
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]])),
  );
}

/** What a step holds besides its name, by the names of docs/dispatch-format.md. */
function detailsOf({ event: _event, ...details }: Lifecycle): Record<string, string | number | boolean> {
  const known = Object.entries(details).flatMap(([name, value]: [string, string | number | boolean | null]) =>
    value === null ? [] : [[`hoosegow.${name}`, value] as const],
  );
  return Object.fromEntries(known);
}

function ignore(): void {
  // Another event of the channel says the same.
}
