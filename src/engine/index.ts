/** The whole public face of the dispatch engine. */
export { Hoosegow } from './hoosegow.ts';
export type { BuildOptions } from './images/projectImages.ts';
export { Dispatch, type Frame } from './dispatch.ts';
export { OutputStream, YieldStream } from './outputStream.ts';
export * from './dispatchError.ts';
export type { AnyInmate, MethodArgs, MethodName, MethodResult, MethodYield, Received } from './dispatch/inmateTypes.ts';
export {
  CancelledError,
  ClosedError,
  EngineError,
  ERROR_CODES,
  HoosegowError,
  ImageBuildError,
  ImageMissingError,
  InmateImportError,
  InmateRuntimeError,
  ProjectError,
  UsageError,
  type ErrorCode,
} from './errors.ts';
export { DEFAULT_LIMITS } from './limits.ts';
export type {
  BuildSecret,
  CallOptions,
  CloseOptions,
  ContainerCallbacks,
  DispatchInfo,
  DispatchLimits,
  DispatchOptions,
  DockerOptions,
  HoosegowOptions,
} from './options.ts';
export { EngineClosedError, SharedEngine } from './dispatch/sharedEngine.ts';
export type { ImageOptions, PruneOptions, SharedEngineOptions, UpgradeOptions, WarmOptions } from './taskOptions.ts';
export { NoPlaceError } from './dispatch/containerPlaces.ts';
export type { EngineCounts } from './dispatch/counts.ts';
export { QueueFullError } from './dispatch/fairQueue.ts';
export { InmateLoadError } from './pool/loadFailure.ts';
export type { PoolOptions } from './pool/poolOptions.ts';
export { listImages, pruneImages, type ImageInfo, type PruneReport } from './images/manageImages.ts';
export type { ImagePlace, PruneRule } from './images/prunePlan.ts';
export type { BuildProgress } from './images/buildProgress.ts';
export { findMethods } from './methods/findMethods.ts';
export { findInmateFile, inmateFolderOf } from './methods/inmateFile.ts';
export { describeProblem, InmateSourceError, readInmate, refuseProblems } from './methods/readInmate.ts';
export type { InmateReading, ReadOptions } from './methods/inmateReading.ts';
export { nearestName } from './methods/nearestName.ts';
export type {
  FileProblem,
  InmateMethod,
  InmateMethods,
  MethodKind,
  MethodParameter,
  UnknownMethod,
} from './methods/inmateMethods.ts';
export { scaffold } from './scaffold.ts';
export { upgrade, type Upgraded, type UpgradeStep } from './upgrade/upgrade.ts';
export { changesBetween, readFolderState, type FolderState } from './images/folderState.ts';
export { assetPath } from './assets.ts';
export { UnencodableValueError } from '../wire/encodeValue.ts';
export * from '../recording/index.ts';
export { CHANNEL_NAMES, type DispatchContext, type CountsMessage, type StepMessage } from './observability/channels.ts';
export {
  traceDispatches,
  type SpanAttributes,
  type SpanLike,
  type TraceOptions,
  type TracerLike,
} from './observability/otel.ts';
