import type { CDPSession } from 'playwright-core';

/** What a page and its browser did for each frame of the display, in milliseconds of processor time. */
export interface FrameCosts {
  /** Script, style, layout, paint and commit, on the thread that all of it shares. */
  readonly main: readonly number[];
  /** Drawing pixels, on other threads. */
  readonly raster: readonly number[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: when it began, how long it took, and how long its thread ran meanwhile. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

const CATEGORIES = ['toplevel', 'cc', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];
const FRAME = 'ProxyMain::BeginMainFrame';
const MAIN_TASK = 'ThreadControllerImpl::RunTask';
const RASTER_TASK = 'RasterTask';

/** Records what the browser does during `work`. */
export async function traceFrames(session: CDPSession, work: () => Promise<unknown>): Promise<FrameCosts> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: readonly object[] }): void => {
    events.push(...value.filter(isTraceEvent));
  };
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: CATEGORIES },
    transferMode: 'ReportEvents',
  });
  await work();
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  return costsOf(events);
}

function isTraceEvent(value: object): value is TraceEvent {
  return ['name', 'ph'].every((key) => typeof Reflect.get(value, key) === 'string') && 'ts' in value;
}

/** Each frame costs what is done from its beginning to that of the next one, by the process that has most frames. */
function costsOf(events: readonly TraceEvent[]): FrameCosts {
  const whole = events.filter(({ ph }) => ph === 'X');
  const begun = whole.filter(({ name }) => name === FRAME);
  const pages = new Map<number, TraceEvent[]>();
  for (const event of begun) pages.set(event.pid, [...(pages.get(event.pid) ?? []), event]);
  const [frames = []] = [...pages.values()].toSorted((a, b) => b.length - a.length);
  const [{ pid, tid } = { pid: -1, tid: -1 }] = frames;
  const starts = frames.map(({ ts }) => ts).toSorted((a, b) => a - b);
  const inPage = whole.filter((event) => event.pid === pid);
  const main = inPage.filter((event) => event.tid === tid && event.name === MAIN_TASK);
  return {
    main: sums(main, starts),
    raster: sums(
      inPage.filter(({ name }) => name === RASTER_TASK),
      starts,
    ),
  };
}

function sums(events: readonly TraceEvent[], starts: readonly number[]): number[] {
  // The last frame has no next one.
  const totals = starts.slice(1).map(() => 0);
  // A task begins a little before the frame that it is.
  const EARLY = 300;
  for (const { ts, tdur, dur = 0 } of events) {
    const frame = starts.findLastIndex((start) => start <= ts + EARLY);
    if (frame >= 0 && frame < totals.length) totals[frame] = (totals[frame] ?? 0) + (tdur ?? dur) / 1000;
  }
  return totals;
}
