/** The whole public interface of the dispatch engine. */
export { Hoosegow } from './hoosegow.ts';
export type { BuildOptions } from './hosts/docker/images/projectImages.ts';
export { Dispatch, type Frame } from './dispatch/dispatch.ts';
export { OutputStream, YieldStream } from './dispatch/outputStream.ts';
export * from './errors/dispatchError.ts';
export type { AnyInmate, MethodArgs, MethodName, MethodResult, MethodYield, Received } from './calls/inmateTypes.ts';
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
} from './errors/errors.ts';
export { DEFAULT_LIMITS } from './options/limits.ts';
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
  LimitOptions,
} from './options/options.ts';
export { EngineClosedError, SharedEngine } from './calls/sharedEngine.ts';
export type {
  ImageOptions,
  PruneOptions,
  SharedEngineOptions,
  UpgradeOptions,
  WarmOptions,
} from './options/taskOptions.ts';
export { NoPlaceError } from './calls/containerPlaces.ts';
export type { EngineCounts } from './options/counts.ts';
export type { EngineKind } from './options/engineKind.ts';
export { QueueFullError } from './calls/fairQueue.ts';
export { InmateLoadError } from './pool/loadFailure.ts';
export type { PoolOptions } from './options/poolOptions.ts';
export { listImages, pruneImages, type ImageInfo, type PruneReport } from './hosts/docker/images/store/manageImages.ts';
export type { ImagePlace, PruneRule } from './hosts/docker/images/store/prunePlan.ts';
export type { BuildProgress } from './hosts/docker/images/progress/buildProgress.ts';
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
export type { ValueType } from '../wire/types/valueType.ts';
export { scaffold } from './scaffold/scaffold.ts';
export { upgrade, type Upgraded, type UpgradeStep } from './upgrade/upgrade.ts';
export { changesBetween, readFolderState, type FolderState } from './hosts/docker/images/context/folderState.ts';
export { assetPath } from './assets/assets.ts';
export { UnencodableValueError } from '../wire/msgpack/encodeValue.ts';
export * from '../recording/index.ts';
export { CHANNEL_NAMES, type DispatchContext, type CountsMessage, type StepMessage } from './observability/channels.ts';
export {
  traceDispatches,
  type SpanAttributes,
  type SpanLike,
  type TraceOptions,
  type TracerLike,
} from './observability/otel.ts';
