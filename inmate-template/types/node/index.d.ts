// What Node has, by name and not by type: your editor takes it until `npm install` has brought the real types, which then
// take its place. You need not edit this, and may delete it then.
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="dom.asynciterable" />

interface Node_ {
  <A = any, B = any, C = any>(...args: any[]): any;
  new <A = any, B = any, C = any>(...args: any[]): any;
  [member: string]: any;
}
interface NodeAssert_ {
  (value: unknown, message?: any): asserts value;
  ok(value: unknown, message?: any): asserts value;
  strict: NodeAssert_;
  [member: string]: any;
}
interface NodeProcess_ {
  env: Record<string, string | undefined>;
  argv: string[];
  exit(code?: any): never;
  abort(): never;
  [member: string]: any;
}
interface ErrorConstructor {
  captureStackTrace(target: object, constructor?: Function): void;
  stackTraceLimit: number;
}
interface ImportMeta {
  dirname: string;
  filename: string;
  url: string;
  main: boolean;
  resolve(specifier: string, parent?: any): string;
}
/** A timer is a number to browsers, whose globals these are. */
interface Number {
  ref(): any;
  unref(): any;
  hasRef(): boolean;
  refresh(): any;
}
interface ReadableStream<R = any> {
  [Symbol.asyncIterator](options?: any): AsyncIterableIterator<R>;
}
declare var process: NodeProcess_;
declare module 'process' {
  const process: NodeProcess_;
  export default process;
  export const exit: (code?: any) => never, abort: () => never;
  export const stdout: any, stderr: any, stdin: any, argv: any, argv0: any, execArgv: any, execPath: any, chdir: Node_, cwd: Node_, debugPort: any;
  export const dlopen: Node_, emitWarning: Node_, env: any, exitCode: any, finalization: any, getActiveResourcesInfo: Node_, getBuiltinModule: Node_;
  export const getgid: Node_, setgid: Node_, getuid: Node_, setuid: Node_, geteuid: Node_, seteuid: Node_, getegid: Node_, setegid: Node_;
  export const getgroups: Node_, setgroups: Node_, setUncaughtExceptionCaptureCallback: Node_, hasUncaughtExceptionCaptureCallback: Node_;
  export const sourceMapsEnabled: any, setSourceMapsEnabled: Node_, version: any, versions: any, config: any, kill: Node_, loadEnvFile: Node_, pid: any;
  export const ppid: any, threadCpuUsage: Node_, title: any, arch: any, platform: any, mainModule: any, memoryUsage: Node_, constrainedMemory: Node_;
  export const availableMemory: Node_, cpuUsage: Node_, nextTick: Node_, noDeprecation: any, permission: any, release: any, features: any;
  export const traceProcessWarnings: any, umask: Node_, uptime: Node_, hrtime: Node_, channel: any, send: Node_, disconnect: Node_, connected: any;
  export const allowedNodeEnvironmentFlags: any, report: any, resourceUsage: Node_, throwDeprecation: any, traceDeprecation: any, ref: Node_;
  export const unref: Node_, execve: Node_, addListener: Node_, emit: Node_, on: Node_, once: Node_, prependListener: Node_, prependOnceListener: Node_;
  export const listeners: Node_, removeListener: Node_, off: Node_, removeAllListeners: Node_, setMaxListeners: Node_, getMaxListeners: Node_;
  export const rawListeners: Node_, listenerCount: Node_, eventNames: Node_;
}
declare module 'assert' {
  const assert: NodeAssert_;
  export default assert;
  export const ok: NodeAssert_, strict: NodeAssert_;
  export const fail: Node_, equal: Node_, notEqual: Node_, deepEqual: Node_, notDeepEqual: Node_, strictEqual: Node_, notStrictEqual: Node_;
  export const deepStrictEqual: Node_, notDeepStrictEqual: Node_, throws: Node_, doesNotThrow: Node_, ifError: Node_, rejects: Node_;
  export const doesNotReject: Node_, match: Node_, doesNotMatch: Node_, partialDeepStrictEqual: Node_, Assert: Node_, AssertionError: Node_;
  export const CallTracker: Node_; export type AssertMethodNames = any; export type AssertOptions = any; export type Assert = any;
  export type AssertStrict = any; export type AssertionErrorOptions = any; export type AssertionError = any; export type CallTracker = any;
  export type CallTrackerCall = any; export type CallTrackerReportInformation = any; export type AssertPredicate = any;
}
declare module 'assert/strict' { export * from 'assert'; export { default } from 'assert'; }
/** What the sample takes from its package. */
declare module 'marked' { export const Lexer: any, Parser: any; export type Token = any; }

declare var global: any, gc: Node_, Buffer: Node_, __dirname: any, __filename: any, exports: any, module: any, require: Node_, setImmediate: Node_;
declare var clearImmediate: Node_, URLPattern: Node_;
declare type _Blob = any;
declare type _File = any;
declare type _ByteLengthQueuingStrategy = any;
declare type _CountQueuingStrategy = any;
declare type _QueuingStrategy<A = any> = any;
declare type _ReadableByteStreamController = any;
declare type _ReadableStream<A = any> = any;
declare type _ReadableStreamBYOBReader = any;
declare type _ReadableStreamBYOBRequest = any;
declare type _ReadableStreamDefaultController<A = any> = any;
declare type _ReadableStreamDefaultReader<A = any> = any;
declare type _ReadableWritablePair<A = any, B = any> = any;
declare type _TextDecoderStream = any;
declare type _TextEncoderStream = any;
declare type _TransformStream<A = any, B = any> = any;
declare type _TransformStreamDefaultController<A = any> = any;
declare type _WritableStream<A = any> = any;
declare type _WritableStreamDefaultController = any;
declare type _WritableStreamDefaultWriter<A = any> = any;
declare type BufferConstructor = any;
declare type Buffer<A = any> = any;
declare type NonSharedBuffer = any;
declare type AllowSharedBuffer = any;
declare type WebSocketInit = any;
declare type BufferEncoding = any;
declare type NodeModule = any;
declare type NodeRequire = any;
declare type RequireResolve = any;
declare type URLPatternInit = any;
declare type URLPatternResult = any;
declare type URLPattern = any;
declare namespace NodeJS {
  type Iterator<A = any, B = any, C = any> = any; type AsyncIterator<A = any, B = any, C = any> = any; type BuiltinIteratorReturn = any;
  type CallSite = any; type ErrnoException = any; type ReadableStream = any; type WritableStream = any; type ReadWriteStream = any;
  type RefCounted = any; type Dict<A = any> = any; type ReadOnlyDict<A = any> = any; type PartialOptions<A = any> = any; type GCFunction = any;
  type GCOptions = any; type TypedArray<A = any> = any; type ArrayBufferView<A = any> = any; type NonSharedUint8Array = any;
  type NonSharedUint8ClampedArray = any; type NonSharedUint16Array = any; type NonSharedUint32Array = any; type NonSharedInt8Array = any;
  type NonSharedInt16Array = any; type NonSharedInt32Array = any; type NonSharedBigUint64Array = any; type NonSharedBigInt64Array = any;
  type NonSharedFloat16Array = any; type NonSharedFloat32Array = any; type NonSharedFloat64Array = any; type NonSharedDataView = any;
  type NonSharedTypedArray = any; type NonSharedArrayBufferView = any; type BufferEncoding = any; type EventEmitter<A = any> = any; type Module = any;
  type Require = any; type RequireExtensions = any; type RequireResolveOptions = any; type RequireResolve = any; type ReadStream = any;
  type WriteStream = any; type MemoryUsageFn = any; type MemoryUsage = any; type CpuUsage = any; type ProcessRelease = any; type ProcessFeatures = any;
  type ProcessVersions = any; type Platform = any; type Architecture = any; type Signals = any; type UncaughtExceptionOrigin = any;
  type MultipleResolveType = any; type BeforeExitListener = any; type DisconnectListener = any; type ExitListener = any;
  type RejectionHandledListener = any; type UncaughtExceptionListener = any; type UnhandledRejectionListener = any; type WarningListener = any;
  type MessageListener = any; type SignalsListener = any; type MultipleResolveListener = any; type WorkerListener = any; type Socket = any;
  type ProcessEnv = any; type HRTime = any; type ProcessPermission = any; type ProcessReport = any; type ResourceUsage = any;
  type EmitWarningOptions = any; type ProcessConfig = any; type Process = any; type Immediate = any; type Timer = any; type Timeout = any;
}
declare namespace setImmediate {
  const __promisify__: Node_;
}
declare module 'buffer' {
  export const SlowBuffer: Node_, isUtf8: Node_, isAscii: Node_, transcode: Node_, resolveObjectURL: Node_, INSPECT_MAX_BYTES: any, kMaxLength: any;
  export const kStringMaxLength: any, constants: any, Buffer: Node_, Blob: Node_, File: Node_, atob: Node_, btoa: Node_;
  export type ImplicitArrayBuffer<A = any> = any; export type BufferView<A = any> = any; export type TranscodeEncoding = any;
  export type AllowSharedBuffer = any; export type Buffer<A = any> = any; export type NonSharedBuffer = any; export type BlobOptions = any;
  export type Blob = any; export type FileOptions = any; export type File = any; export type WithImplicitCoercion<A = any> = any;
}
declare module 'async_hooks' {
  export const executionAsyncId: Node_, executionAsyncResource: Node_, triggerAsyncId: Node_, createHook: Node_, AsyncResource: Node_;
  export const AsyncLocalStorage: Node_, asyncWrapProviders: any; export type HookCallbacks = any; export type AsyncHook = any;
  export type AsyncResourceOptions = any; export type AsyncResource = any; export type AsyncLocalStorageOptions = any;
  export type AsyncLocalStorage<A = any> = any;
}
declare module 'child_process' {
  export const spawn: Node_, exec: Node_, execFile: Node_, fork: Node_, spawnSync: Node_, execSync: Node_, execFileSync: Node_, ChildProcess: Node_;
  export type Serializable = any; export type SendHandle = any; export type ChildProcess = any; export type ChildProcessWithoutNullStreams = any;
  export type ChildProcessByStdio<A = any, B = any, C = any> = any; export type Control = any; export type MessageOptions = any;
  export type IOType = any; export type StdioOptions = any; export type SerializationType = any; export type MessagingOptions = any;
  export type ProcessEnvOptions = any; export type CommonOptions = any; export type CommonSpawnOptions = any; export type SpawnOptions = any;
  export type SpawnOptionsWithoutStdio = any; export type StdioNull = any; export type StdioPipeNamed = any; export type StdioPipe = any;
  export type SpawnOptionsWithStdioTuple<A = any, B = any, C = any> = any; export type ExecOptions = any;
  export type ExecOptionsWithStringEncoding = any; export type ExecOptionsWithBufferEncoding = any; export type ExecException = any;
  export type PromiseWithChild<A = any> = any; export type ExecFileOptions = any; export type ExecFileOptionsWithStringEncoding = any;
  export type ExecFileOptionsWithBufferEncoding = any; export type ExecFileOptionsWithOtherEncoding = any; export type ExecFileException = any;
  export type ForkOptions = any; export type SpawnSyncOptions = any; export type SpawnSyncOptionsWithStringEncoding = any;
  export type SpawnSyncOptionsWithBufferEncoding = any; export type SpawnSyncReturns<A = any> = any; export type CommonExecOptions = any;
  export type ExecSyncOptions = any; export type ExecSyncOptionsWithStringEncoding = any; export type ExecSyncOptionsWithBufferEncoding = any;
  export type ExecFileSyncOptions = any; export type ExecFileSyncOptionsWithStringEncoding = any;
  export type ExecFileSyncOptionsWithBufferEncoding = any;
}
declare module 'console' {
  export const assert: Node_, clear: Node_, count: Node_, countReset: Node_, debug: Node_, dir: Node_, dirxml: Node_, error: Node_, group: Node_;
  export const groupCollapsed: Node_, groupEnd: Node_, info: Node_, log: Node_, table: Node_, time: Node_, timeEnd: Node_, timeLog: Node_;
  export const timeStamp: Node_, trace: Node_, warn: Node_, Console: Node_, profile: Node_, profileEnd: Node_;
  export type ConsoleConstructorOptions = any; export type ConsoleConstructor = any; import * as self from 'console'; export { self as default };
}
declare module 'crypto' {
  export const createHash: Node_, createHmac: Node_, createCipheriv: Node_, createDecipheriv: Node_, generateKey: Node_, generateKeySync: Node_;
  export const createPrivateKey: Node_, createPublicKey: Node_, createSecretKey: Node_, createSign: Node_, createVerify: Node_;
  export const createDiffieHellman: Node_, getDiffieHellman: Node_, createDiffieHellmanGroup: Node_, pbkdf2: Node_, pbkdf2Sync: Node_;
  export const randomBytes: Node_, pseudoRandomBytes: Node_, randomInt: Node_, randomFillSync: Node_, randomFill: Node_, scrypt: Node_;
  export const scryptSync: Node_, publicEncrypt: Node_, publicDecrypt: Node_, privateDecrypt: Node_, privateEncrypt: Node_, getCiphers: Node_;
  export const getCurves: Node_, getFips: Node_, setFips: Node_, getHashes: Node_, createECDH: Node_, timingSafeEqual: Node_, generateKeyPairSync: Node_;
  export const generateKeyPair: Node_, sign: Node_, verify: Node_, decapsulate: Node_, diffieHellman: Node_, encapsulate: Node_, hash: Node_;
  export const getCipherInfo: Node_, hkdf: Node_, hkdfSync: Node_, secureHeapUsed: Node_, randomUUID: Node_, randomUUIDv7: Node_, generatePrime: Node_;
  export const generatePrimeSync: Node_, checkPrime: Node_, checkPrimeSync: Node_, setEngine: Node_, getRandomValues: Node_, argon2: Node_;
  export const argon2Sync: Node_, Certificate: Node_, constants: any, fips: any, Hash: Node_, Hmac: Node_, KeyObject: Node_, Cipheriv: Node_;
  export const Decipheriv: Node_, Sign: Node_, Verify: Node_, DiffieHellman: Node_, DiffieHellmanGroup: Node_, ECDH: Node_, X509Certificate: Node_;
  export const subtle: any, webcrypto: any; export type Certificate = any; export type HashOptions = any; export type BinaryToTextEncoding = any;
  export type CharacterEncoding = any; export type LegacyCharacterEncoding = any; export type Encoding = any; export type ECDHKeyFormat = any;
  export type Hash = any; export type Hmac = any; export type KeyObjectType = any; export type KeyExportOptions<A = any> = any;
  export type JwkKeyExportOptions = any; export type JsonWebKey = any; export type AsymmetricKeyDetails = any; export type KeyObject = any;
  export type CipherCCMTypes = any; export type CipherGCMTypes = any; export type CipherOCBTypes = any; export type CipherChaCha20Poly1305Types = any;
  export type BinaryLike = any; export type CipherKey = any; export type CipherCCMOptions = any; export type CipherGCMOptions = any;
  export type CipherOCBOptions = any; export type CipherChaCha20Poly1305Options = any; export type Cipheriv = any; export type CipherCCM = any;
  export type CipherGCM = any; export type CipherOCB = any; export type CipherChaCha20Poly1305 = any; export type Decipheriv = any;
  export type DecipherCCM = any; export type DecipherGCM = any; export type DecipherOCB = any; export type DecipherChaCha20Poly1305 = any;
  export type PrivateKeyInput = any; export type RawPrivateKeyInput = any; export type PublicKeyInput = any; export type RawPublicKeyInput = any;
  export type JsonWebKeyInput = any; export type DSAEncoding = any; export type SigningOptions = any; export type SignPrivateKeyInput = any;
  export type SignRawPrivateKeyInput = any; export type SignJsonWebKeyInput = any; export type SignKeyObjectInput = any;
  export type VerifyPublicKeyInput = any; export type VerifyRawPublicKeyInput = any; export type VerifyJsonWebKeyInput = any;
  export type VerifyKeyObjectInput = any; export type KeyLike = any; export type Sign = any; export type Verify = any; export type DiffieHellman = any;
  export type DiffieHellmanGroup = any; export type DiffieHellmanGroupConstructor = any; export type ScryptOptions = any;
  export type RsaPublicKey = any; export type RsaPrivateKey = any; export type ECDH = any; export type KeyType = any; export type KeyFormat = any;
  export type BasePrivateKeyEncodingOptions<A = any> = any; export type KeyPairKeyObjectResult = any; export type ED25519KeyPairKeyObjectOptions = any;
  export type ED448KeyPairKeyObjectOptions = any; export type X25519KeyPairKeyObjectOptions = any; export type X448KeyPairKeyObjectOptions = any;
  export type MLDSAKeyPairKeyObjectOptions = any; export type MLKEMKeyPairKeyObjectOptions = any; export type SLHDSAKeyPairKeyObjectOptions = any;
  export type ECKeyPairKeyObjectOptions = any; export type RSAKeyPairKeyObjectOptions = any; export type RSAPSSKeyPairKeyObjectOptions = any;
  export type DSAKeyPairKeyObjectOptions = any; export type RSAKeyPairOptions<A = any, B = any> = any;
  export type RSAPSSKeyPairOptions<A = any, B = any> = any; export type DSAKeyPairOptions<A = any, B = any> = any;
  export type ECKeyPairOptions<A = any, B = any> = any; export type ED25519KeyPairOptions<A = any, B = any> = any;
  export type ED448KeyPairOptions<A = any, B = any> = any; export type X25519KeyPairOptions<A = any, B = any> = any;
  export type X448KeyPairOptions<A = any, B = any> = any; export type MLDSAKeyPairOptions<A = any, B = any> = any;
  export type MLKEMKeyPairOptions<A = any, B = any> = any; export type SLHDSAKeyPairOptions<A = any, B = any> = any;
  export type KeyPairSyncResult<A = any, B = any> = any; export type OneShotDigestOptions = any;
  export type OneShotDigestOptionsWithStringEncoding = any; export type OneShotDigestOptionsWithBufferEncoding = any; export type CipherMode = any;
  export type CipherInfoOptions = any; export type CipherInfo = any; export type SecureHeapUsage = any; export type RandomUUIDOptions = any;
  export type RandomUUIDV7Options = any; export type UUID = any; export type X509CheckOptions = any; export type X509Certificate = any;
  export type LargeNumberLike = any; export type GeneratePrimeOptions = any; export type GeneratePrimeOptionsBigInt = any;
  export type GeneratePrimeOptionsArrayBuffer = any; export type CheckPrimeOptions = any; export type Argon2Algorithm = any;
  export type Argon2Parameters = any;
}
declare module 'dgram' {
  export const createSocket: Node_, Socket: Node_; export type RemoteInfo = any; export type BindOptions = any; export type BindSyncOptions = any;
  export type SocketType = any; export type SocketOptions = any; export type Socket = any;
}
declare module 'diagnostics_channel' {
  export const hasSubscribers: Node_, channel: Node_, subscribe: Node_, unsubscribe: Node_, tracingChannel: Node_, Channel: Node_, TracingChannel: Node_;
  export type ChannelListener = any; export type Channel<A = any, B = any> = any; export type TracingChannelSubscribers<A = any> = any;
  export type TracingChannelCollection<A = any, B = any> = any; export type TracingChannel<A = any, B = any> = any;
}
declare module 'dns' {
  export * as promises from 'node:dns/promises';
  export const lookup: Node_, lookupService: Node_, resolve: Node_, resolve4: Node_, resolve6: Node_, resolveCname: Node_, resolveCaa: Node_;
  export const resolveMx: Node_, resolveNaptr: Node_, resolveNs: Node_, resolvePtr: Node_, resolveSoa: Node_, resolveSrv: Node_, resolveTlsa: Node_;
  export const resolveTxt: Node_, resolveAny: Node_, reverse: Node_, getDefaultResultOrder: Node_, setServers: Node_, getServers: Node_;
  export const setDefaultResultOrder: Node_, ADDRCONFIG: any, V4MAPPED: any, ALL: any, NODATA: any, FORMERR: any, SERVFAIL: any, NOTFOUND: any;
  export const NOTIMP: any, REFUSED: any, BADQUERY: any, BADNAME: any, BADFAMILY: any, BADRESP: any, CONNREFUSED: any, TIMEOUT: any, EOF: any, FILE: any;
  export const NOMEM: any, DESTRUCTION: any, BADSTR: any, BADFLAGS: any, NONAME: any, BADHINTS: any, NOTINITIALIZED: any, LOADIPHLPAPI: any;
  export const ADDRGETNETWORKPARAMS: any, CANCELLED: any, Resolver: Node_; export type LookupOptions = any; export type LookupOneOptions = any;
  export type LookupAllOptions = any; export type LookupAddress = any; export type ResolveOptions = any; export type ResolveWithTtlOptions = any;
  export type RecordWithTtl = any; export type AnyRecordWithTtl = any; export type AnyARecord = any; export type AnyAaaaRecord = any;
  export type CaaRecord = any; export type AnyCaaRecord = any; export type MxRecord = any; export type AnyMxRecord = any; export type NaptrRecord = any;
  export type AnyNaptrRecord = any; export type SoaRecord = any; export type AnySoaRecord = any; export type SrvRecord = any;
  export type AnySrvRecord = any; export type TlsaRecord = any; export type AnyTlsaRecord = any; export type AnyTxtRecord = any;
  export type AnyNsRecord = any; export type AnyPtrRecord = any; export type AnyCnameRecord = any; export type AnyRecord = any;
  export type ResolverOptions = any; export type Resolver = any;
}
declare module 'dns/promises' {
  export const getServers: Node_, lookup: Node_, lookupService: Node_, resolve: Node_, resolve4: Node_, resolve6: Node_, resolveAny: Node_;
  export const resolveCaa: Node_, resolveCname: Node_, resolveMx: Node_, resolveNaptr: Node_, resolveNs: Node_, resolvePtr: Node_, resolveSoa: Node_;
  export const resolveSrv: Node_, resolveTlsa: Node_, resolveTxt: Node_, reverse: Node_, getDefaultResultOrder: Node_, setServers: Node_;
  export const setDefaultResultOrder: Node_, NODATA: any, FORMERR: any, SERVFAIL: any, NOTFOUND: any, NOTIMP: any, REFUSED: any, BADQUERY: any;
  export const BADNAME: any, BADFAMILY: any, BADRESP: any, CONNREFUSED: any, TIMEOUT: any, EOF: any, FILE: any, NOMEM: any, DESTRUCTION: any;
  export const BADSTR: any, BADFLAGS: any, NONAME: any, BADHINTS: any, NOTINITIALIZED: any, LOADIPHLPAPI: any, ADDRGETNETWORKPARAMS: any, CANCELLED: any;
  export const Resolver: Node_; export type Resolver = any;
}
declare module 'events' {
  export const once: Node_, on: Node_, listenerCount: Node_, getEventListeners: Node_, getMaxListeners: Node_, setMaxListeners: Node_;
  export const addAbortListener: Node_, errorMonitor: any, captureRejectionSymbol: any, captureRejections: any, defaultMaxListeners: any;
  export const EventEmitter: Node_, EventEmitterAsyncResource: Node_; export type EventEmitter<A = any> = any; export type Abortable = any;
  export type EventEmitterReferencingAsyncResource = any; export type EventEmitterAsyncResourceOptions = any;
  export type EventEmitterAsyncResource = any; export type NodeEventTarget = any; const self: Node_; type self<A = any> = any;
  export { self as default };
}
declare module 'fs' {
  export * as promises from 'node:fs/promises';
  export const rename: Node_, renameSync: Node_, truncate: Node_, truncateSync: Node_, ftruncate: Node_, ftruncateSync: Node_, chown: Node_;
  export const chownSync: Node_, fchown: Node_, fchownSync: Node_, lchown: Node_, lchownSync: Node_, lutimes: Node_, lutimesSync: Node_, chmod: Node_;
  export const chmodSync: Node_, fchmod: Node_, fchmodSync: Node_, lchmod: Node_, lchmodSync: Node_, stat: Node_, fstat: Node_, fstatSync: Node_;
  export const lstat: Node_, statfs: Node_, statfsSync: Node_, link: Node_, linkSync: Node_, symlink: Node_, symlinkSync: Node_, readlink: Node_;
  export const readlinkSync: Node_, realpath: Node_, realpathSync: Node_, unlink: Node_, unlinkSync: Node_, rmdir: Node_, rmdirSync: Node_, rm: Node_;
  export const rmSync: Node_, mkdir: Node_, mkdirSync: Node_, mkdtemp: Node_, mkdtempSync: Node_, mkdtempDisposableSync: Node_, readdir: Node_;
  export const readdirSync: Node_, close: Node_, closeSync: Node_, open: Node_, openSync: Node_, utimes: Node_, utimesSync: Node_, futimes: Node_;
  export const futimesSync: Node_, fsync: Node_, fsyncSync: Node_, write: Node_, writeSync: Node_, read: Node_, readSync: Node_, readFile: Node_;
  export const readFileSync: Node_, writeFile: Node_, writeFileSync: Node_, appendFile: Node_, appendFileSync: Node_, watchFile: Node_;
  export const unwatchFile: Node_, watch: Node_, exists: Node_, existsSync: Node_, access: Node_, accessSync: Node_, createReadStream: Node_;
  export const createWriteStream: Node_, fdatasync: Node_, fdatasyncSync: Node_, copyFile: Node_, copyFileSync: Node_, writev: Node_, writevSync: Node_;
  export const readv: Node_, readvSync: Node_, openAsBlob: Node_, opendirSync: Node_, opendir: Node_, cp: Node_, cpSync: Node_, glob: Node_;
  export const globSync: Node_, Stats: Node_, StatsFs: Node_, Dirent: Node_, Dir: Node_, ReadStream: Node_, Utf8Stream: Node_, WriteStream: Node_;
  export const statSync: Node_, lstatSync: Node_, constants: any; export type PathLike = any; export type PathOrFileDescriptor = any;
  export type TimeLike = any; export type NoParamCallback = any; export type BufferEncodingOption = any; export type ObjectEncodingOptions = any;
  export type EncodingOption = any; export type OpenMode = any; export type Mode = any; export type StatsBase<A = any> = any; export type Stats = any;
  export type StatsFsBase<A = any> = any; export type StatsFs = any; export type BigIntStatsFs = any; export type StatFsOptions = any;
  export type Dirent<A = any> = any; export type Dir = any; export type StatWatcher = any; export type FSWatcher = any; export type ReadStream = any;
  export type Utf8StreamOptions = any; export type Utf8Stream = any; export type WriteStream = any; export type StatSyncFn = any;
  export type RmDirOptions = any; export type RmOptions = any; export type MakeDirectoryOptions = any; export type DisposableTempDir = any;
  export type WriteOptions = any; export type ReadPosition = any; export type ReadOptions = any; export type ReadOptionsWithBuffer<A = any> = any;
  export type ReadSyncOptions = any; export type ReadAsyncOptions<A = any> = any; export type ReadFileOptions = any;
  export type ReadFileOptionsWithStringEncoding = any; export type ReadFileOptionsWithBufferEncoding = any;
  export type ReadFileOptionsWithBuffer<A = any> = any; export type ReadFileSyncOptions = any; export type ReadFileSyncOptionsWithStringEncoding = any;
  export type ReadFileSyncOptionsWithBufferEncoding = any; export type ReadFileSyncOptionsWithBuffer<A = any> = any; export type WriteFileOptions = any;
  export type WatchFileOptions = any; export type WatchOptions = any; export type WatchOptionsWithBufferEncoding = any;
  export type WatchOptionsWithStringEncoding = any; export type WatchEventType = any; export type WatchListener<A = any> = any;
  export type StatsListener = any; export type BigIntStatsListener = any; export type WriteVResult<A = any> = any;
  export type ReadVResult<A = any> = any; export type OpenAsBlobOptions = any; export type OpenDirOptions = any; export type BigIntStats = any;
  export type BigIntOptions = any; export type StatOptions = any; export type StatSyncOptions = any; export type CopyOptions = any;
  export type CopySyncOptions = any; export type GlobOptions = any; export type GlobOptionsWithFileTypes = any;
  export type GlobOptionsWithoutFileTypes = any;
}
declare module 'fs/promises' {
  export const access: Node_, copyFile: Node_, open: Node_, rename: Node_, truncate: Node_, rmdir: Node_, rm: Node_, mkdir: Node_, readdir: Node_;
  export const readlink: Node_, symlink: Node_, lstat: Node_, stat: Node_, statfs: Node_, link: Node_, unlink: Node_, chmod: Node_, lchmod: Node_;
  export const lchown: Node_, lutimes: Node_, chown: Node_, utimes: Node_, realpath: Node_, mkdtemp: Node_, mkdtempDisposable: Node_, writeFile: Node_;
  export const appendFile: Node_, readFile: Node_, opendir: Node_, watch: Node_, cp: Node_, glob: Node_, constants: any;
  export type FileChangeInfo<A = any> = any; export type FlagAndOpenMode = any; export type FileReadResult<A = any> = any;
  export type FileReadOptions<A = any> = any; export type CreateReadStreamOptions = any; export type CreateWriteStreamOptions = any;
  export type ReadableWebStreamOptions = any; export type FileHandle = any; export type DisposableTempDir = any; export type WatchOptions = any;
  export type WatchOptionsWithBufferEncoding = any; export type WatchOptionsWithStringEncoding = any;
}
declare module 'http' {
  export const createServer: Node_, request: Node_, get: Node_, validateHeaderName: Node_, validateHeaderValue: Node_, setMaxIdleHTTPParsers: Node_;
  export const setGlobalProxyFromEnv: Node_, Server: Node_, OutgoingMessage: Node_, ServerResponse: Node_, ClientRequest: Node_, IncomingMessage: Node_;
  export const Agent: Node_, METHODS: any, STATUS_CODES: any, globalAgent: any, maxHeaderSize: any, WebSocket: Node_, CloseEvent: Node_;
  export const MessageEvent: Node_; export type IncomingHttpHeaders = any; export type OutgoingHttpHeader = any; export type OutgoingHttpHeaders = any;
  export type ClientRequestArgs = any; export type ServerOptions<A = any, B = any> = any; export type RequestListener<A = any, B = any> = any;
  export type Server<A = any, B = any> = any; export type OutgoingMessage<A = any> = any; export type ServerResponse<A = any> = any;
  export type InformationEvent = any; export type ClientRequest = any; export type IncomingMessage = any; export type ProxyEnv = any;
  export type AgentOptions = any; export type Agent = any; export type RequestOptions = any;
}
declare module 'http2' {
  export const getDefaultSettings: Node_, getPackedSettings: Node_, getUnpackedSettings: Node_, createServer: Node_, createSecureServer: Node_;
  export const connect: Node_, performServerHandshake: Node_, Http2ServerRequest: Node_, Http2ServerResponse: Node_, constants: any;
  export const sensitiveHeaders: any; export type OutgoingHttpHeaders = any; export type IncomingHttpStatusHeader = any;
  export type IncomingHttpHeaders = any; export type StreamState = any; export type ServerStreamResponseOptions = any; export type StatOptions = any;
  export type ServerStreamFileResponseOptions = any; export type ServerStreamFileResponseOptionsWithError = any; export type Http2Stream = any;
  export type ClientHttp2Stream = any; export type ServerHttp2Stream = any; export type Settings = any; export type ClientSessionRequestOptions = any;
  export type SessionState = any; export type Http2Session = any; export type ClientHttp2Session = any; export type AlternativeServiceOptions = any;
  export type ServerHttp2Session<A = any, B = any, C = any, D = any> = any; export type SessionOptions = any; export type ClientSessionOptions = any;
  export type ServerSessionOptions<A = any, B = any, C = any, D = any> = any; export type SecureClientSessionOptions = any;
  export type SecureServerSessionOptions<A = any, B = any, C = any, D = any> = any; export type ServerOptions<A = any, B = any, C = any, D = any> = any;
  export type SecureServerOptions<A = any, B = any, C = any, D = any> = any; export type Http2Server<A = any, B = any, C = any, D = any> = any;
  export type Http2SecureServer<A = any, B = any, C = any, D = any> = any; export type Http2ServerRequest = any;
  export type Http2ServerResponse<A = any> = any;
}
declare module 'https' {
  export const createServer: Node_, request: Node_, get: Node_, Agent: Node_, Server: Node_, globalAgent: any;
  export type ServerOptions<A = any, B = any> = any; export type RequestOptions = any; export type AgentOptions = any; export type Agent = any;
  export type Server<A = any, B = any> = any;
}
declare module 'module' {
  export const Module: Node_, createRequire: Node_, enableCompileCache: Node_, flushCompileCache: Node_, getCompileCacheDir: Node_;
  export const findPackageJSON: Node_, isBuiltin: Node_, register: Node_, registerHooks: Node_, stripTypeScriptTypes: Node_;
  export const syncBuiltinESMExports: Node_, getSourceMapsSupport: Node_, findSourceMap: Node_, setSourceMapsSupport: Node_, runMain: Node_, wrap: Node_;
  export const builtinModules: any, constants: any, SourceMap: Node_; export type Module = any; export type EnableCompileCacheResult = any;
  export type EnableCompileCacheOptions = any; export type RegisterOptions<A = any> = any; export type RegisterHooksOptions = any;
  export type ModuleHooks = any; export type StripTypeScriptTypesOptions = any; export type ImportAttributes = any; export type ImportPhase = any;
  export type ModuleFormat = any; export type ModuleSource = any; export type InitializeHook<A = any> = any; export type ResolveHookContext = any;
  export type ResolveFnOutput = any; export type ResolveHook = any; export type ResolveHookSync = any; export type LoadHookContext = any;
  export type LoadFnOutput = any; export type LoadHook = any; export type LoadHookSync = any; export type SourceMapsSupport = any;
  export type SetSourceMapsSupportOptions = any; export type SourceMapConstructorOptions = any; export type SourceMapPayload = any;
  export type SourceMapping = any; export type SourceOrigin = any; export type SourceMap = any; const self: Node_; type self<A = any> = any;
  export { self as default };
}
declare module 'net' {
  export const createServer: Node_, connect: Node_, createConnection: Node_, getDefaultAutoSelectFamily: Node_, setDefaultAutoSelectFamily: Node_;
  export const getDefaultAutoSelectFamilyAttemptTimeout: Node_, setDefaultAutoSelectFamilyAttemptTimeout: Node_, isIP: Node_, isIPv4: Node_;
  export const isIPv6: Node_, Socket: Node_, BoundSocket: Node_, Server: Node_, BlockList: Node_, SocketAddress: Node_;
  export type LookupFunction = any; export type AddressInfo = any; export type SocketConstructorOpts = any; export type OnReadOpts = any;
  export type TcpSocketConnectOpts = any; export type IpcSocketConnectOpts = any; export type SocketConnectOpts = any;
  export type SocketReadyState = any; export type SetKeepAliveOptions = any; export type Socket = any; export type BoundSocketOptions = any;
  export type BoundSocket = any; export type ListenOptions = any; export type ServerOpts = any; export type DropArgument = any;
  export type Server = any; export type IPVersion = any; export type BlockList = any; export type TcpNetConnectOpts = any;
  export type IpcNetConnectOpts = any; export type NetConnectOpts = any; export type SocketAddressInitOptions = any; export type SocketAddress = any;
}
declare module 'os' {
  export const hostname: Node_, loadavg: Node_, uptime: Node_, freemem: Node_, totalmem: Node_, cpus: Node_, availableParallelism: Node_, type: Node_;
  export const release: Node_, networkInterfaces: Node_, homedir: Node_, userInfo: Node_, arch: Node_, version: Node_, platform: Node_, machine: Node_;
  export const tmpdir: Node_, endianness: Node_, getPriority: Node_, setPriority: Node_, constants: any, devNull: any, EOL: any;
  export type CpuInfo = any; export type NetworkInterfaceBase = any; export type NetworkInterfaceInfoIPv4 = any;
  export type NetworkInterfaceInfoIPv6 = any; export type UserInfo<A = any> = any; export type NetworkInterfaceInfo = any;
  export type UserInfoOptions = any; export type UserInfoOptionsWithBufferEncoding = any; export type UserInfoOptionsWithStringEncoding = any;
  export type SignalConstants = any;
}
declare module 'path/posix' {
  export const normalize: Node_, join: Node_, resolve: Node_, matchesGlob: Node_, isAbsolute: Node_, relative: Node_, dirname: Node_, basename: Node_;
  export const extname: Node_, sep: any, delimiter: any, parse: Node_, format: Node_, toNamespacedPath: Node_, posix: any, win32: any;
  export type ParsedPath = any; export type FormatInputPathObject = any; export type PlatformPath = any; import * as self from 'path/posix';
  export { self as default };
}
declare module 'path/win32' {
  export const normalize: Node_, join: Node_, resolve: Node_, matchesGlob: Node_, isAbsolute: Node_, relative: Node_, dirname: Node_, basename: Node_;
  export const extname: Node_, sep: any, delimiter: any, parse: Node_, format: Node_, toNamespacedPath: Node_, posix: any, win32: any;
  export type ParsedPath = any; export type FormatInputPathObject = any; export type PlatformPath = any; import * as self from 'path/win32';
  export { self as default };
}
declare module 'path' {
  export const normalize: Node_, join: Node_, resolve: Node_, matchesGlob: Node_, isAbsolute: Node_, relative: Node_, dirname: Node_, basename: Node_;
  export const extname: Node_, sep: any, delimiter: any, parse: Node_, format: Node_, toNamespacedPath: Node_, posix: any, win32: any;
  export type ParsedPath = any; export type FormatInputPathObject = any; export type PlatformPath = any; import * as self from 'path';
  export { self as default };
}
declare module 'perf_hooks' {
  export const createHistogram: Node_, eventLoopUtilization: Node_, monitorEventLoopDelay: Node_, timerify: Node_, PerformanceEntry: Node_;
  export const PerformanceMark: Node_, PerformanceMeasure: Node_, PerformanceNodeTiming: Node_, PerformanceObserverEntryList: Node_;
  export const PerformanceObserver: Node_, PerformanceResourceTiming: Node_, constants: any, performance: any; export type EntryType = any;
  export type NodeGCPerformanceDetail = any; export type PerformanceEntry = any; export type PerformanceMark = any;
  export type PerformanceMeasure = any; export type UVMetrics = any; export type PerformanceNodeTiming = any; export type EventLoopUtilization = any;
  export type MarkOptions = any; export type MeasureOptions = any; export type TimerifyOptions = any; export type Performance = any;
  export type PerformanceObserverEntryList = any; export type PerformanceObserverCallback = any; export type PerformanceObserver = any;
  export type PerformanceResourceTiming = any; export type EventLoopMonitorOptions = any; export type Histogram = any; export type ELDHistogram = any;
  export type RecordableHistogram = any; export type CreateHistogramOptions = any;
}
declare module 'querystring' {
  export const stringify: Node_, parse: Node_, escape: Node_, unescape: Node_, encode: Node_, decode: Node_; export type StringifyOptions = any;
  export type ParseOptions = any; export type ParsedUrlQuery = any; export type ParsedUrlQueryInput = any;
}
declare module 'readline' {
  export * as promises from 'node:readline/promises';
  export const createInterface: Node_, emitKeypressEvents: Node_, clearLine: Node_, clearScreenDown: Node_, cursorTo: Node_, moveCursor: Node_;
  export const Interface: Node_; export type Key = any; export type Interface = any; export type ReadLine = any; export type Completer = any;
  export type AsyncCompleter = any; export type CompleterResult = any; export type ReadLineOptions = any; export type Direction = any;
  export type CursorPos = any;
}
declare module 'readline/promises' {
  export const createInterface: Node_, Interface: Node_, Readline: Node_; export type Interface = any; export type Readline = any;
  export type Completer = any; export type ReadLineOptions = any;
}
declare module 'node:sqlite' {
  export const backup: Node_, DatabaseSync: Node_, StatementSync: Node_, constants: any; export type SQLInputValue = any;
  export type SQLOutputValue = any; export type DatabaseSyncOptions = any; export type DatabaseLimits = any; export type CreateSessionOptions = any;
  export type ApplyChangesetOptions = any; export type DeserializeOptions = any; export type FunctionOptions = any;
  export type AggregateOptions<A = any> = any; export type PrepareOptions = any; export type DatabaseSync = any; export type Session = any;
  export type SQLTagStore = any; export type StatementColumnMetadata = any; export type StatementResultingChanges = any;
  export type StatementSync = any; export type BackupOptions = any; export type BackupProgressInfo = any;
}
declare module 'stream' {
  export * as promises from 'node:stream/promises';
  export const Stream: Node_, duplexPair: Node_, addAbortSignal: Node_, getDefaultHighWaterMark: Node_, setDefaultHighWaterMark: Node_, finished: Node_;
  export const pipeline: Node_, isErrored: Node_, isReadable: Node_, isWritable: Node_, Readable: Node_, Writable: Node_, Duplex: Node_;
  export const Transform: Node_, PassThrough: Node_, once: Node_, on: Node_, listenerCount: Node_, getEventListeners: Node_, getMaxListeners: Node_;
  export const setMaxListeners: Node_, addAbortListener: Node_, errorMonitor: any, captureRejectionSymbol: any, captureRejections: any;
  export const defaultMaxListeners: any, EventEmitter: Node_, EventEmitterAsyncResource: Node_; export type Stream = any;
  export type StreamOptions<A = any> = any; export type ReadableOptions<A = any> = any; export type ArrayOptions = any; export type Readable = any;
  export type WritableOptions<A = any> = any; export type Writable = any; export type DuplexOptions<A = any> = any; export type Duplex = any;
  export type TransformCallback = any; export type TransformOptions<A = any> = any; export type Transform = any; export type PassThrough = any;
  export type FinishedOptions = any; export type PipelineSourceFunction<A = any> = any; export type PipelineSource<A = any> = any;
  export type PipelineTransform<A = any, B = any> = any; export type PipelineTransformSource<A = any> = any;
  export type PipelineDestinationIterableFunction<A = any> = any; export type PipelineDestinationPromiseFunction<A = any, B = any> = any;
  export type PipelineDestination<A = any, B = any> = any; export type PipelineCallback<A = any> = any; export type PipelinePromise<A = any> = any;
  export type PipelineOptions = any; export type Pipe = any; export type EventEmitter<A = any> = any; export type EventEmitterAsyncResource = any;
  import * as self from 'stream'; export { self as default };
}
declare module 'stream/promises' {
  export const finished: Node_, pipeline: Node_; export type FinishedOptions = any;
}
declare module 'stream/consumers' {
  export const arrayBuffer: Node_, blob: Node_, buffer: Node_, bytes: Node_, json: Node_, text: Node_;
}
declare module 'stream/web' {
  export const ReadableStreamTee: Node_, ReadableStream: Node_, ReadableStreamDefaultReader: Node_, ReadableStreamBYOBReader: Node_;
  export const ReadableStreamBYOBRequest: Node_, ReadableByteStreamController: Node_, ReadableStreamDefaultController: Node_, TransformStream: Node_;
  export const TransformStreamDefaultController: Node_, WritableStream: Node_, WritableStreamDefaultWriter: Node_;
  export const WritableStreamDefaultController: Node_, ByteLengthQueuingStrategy: Node_, CountQueuingStrategy: Node_, TextEncoderStream: Node_;
  export const TextDecoderStream: Node_, CompressionStream: Node_, DecompressionStream: Node_; export type ReadableWritablePair<A = any, B = any> = any;
  export type StreamPipeOptions = any; export type ReadableStreamGenericReader = any; export type ReadableStreamController<A = any> = any;
  export type ReadableStreamReadValueResult<A = any> = any; export type ReadableStreamReadDoneResult<A = any> = any;
  export type ReadableStreamReadResult<A = any> = any; export type ReadableByteStreamControllerCallback = any;
  export type UnderlyingSinkAbortCallback = any; export type UnderlyingSinkCloseCallback = any; export type UnderlyingSinkStartCallback = any;
  export type UnderlyingSinkWriteCallback<A = any> = any; export type UnderlyingSourceCancelCallback = any;
  export type UnderlyingSourcePullCallback<A = any> = any; export type UnderlyingSourceStartCallback<A = any> = any;
  export type TransformerFlushCallback<A = any> = any; export type TransformerStartCallback<A = any> = any;
  export type TransformerTransformCallback<A = any, B = any> = any; export type TransformerCancelCallback = any; export type UnderlyingByteSource = any;
  export type UnderlyingSource<A = any> = any; export type UnderlyingSink<A = any> = any; export type ReadableStreamErrorCallback = any;
  export type ReadableStreamAsyncIterator<A = any> = any; export type ReadableStream<A = any> = any; export type ReadableStreamReaderMode = any;
  export type ReadableStreamGetReaderOptions = any; export type ReadableStreamReader<A = any> = any;
  export type ReadableStreamDefaultReader<A = any> = any; export type ReadableStreamBYOBReader = any; export type ReadableStreamBYOBRequest = any;
  export type ReadableByteStreamController = any; export type ReadableStreamDefaultController<A = any> = any;
  export type Transformer<A = any, B = any> = any; export type TransformStream<A = any, B = any> = any;
  export type TransformStreamDefaultController<A = any> = any; export type WritableStream<A = any> = any;
  export type WritableStreamDefaultWriter<A = any> = any; export type WritableStreamDefaultController = any; export type QueuingStrategy<A = any> = any;
  export type QueuingStrategySize<A = any> = any; export type QueuingStrategyInit = any; export type ByteLengthQueuingStrategy = any;
  export type CountQueuingStrategy = any; export type TextEncoderStream = any; export type TextDecoderOptions = any; export type BufferSource = any;
  export type TextDecoderStream = any; export type CompressionFormat = any; export type CompressionStream = any; export type DecompressionStream = any;
}
declare module 'string_decoder' {
  export const StringDecoder: Node_; export type StringDecoder = any;
}
declare module 'node:test' {
  export const test: Node_, describe: Node_, it: Node_, run: Node_, suite: Node_, skip: Node_, todo: Node_, only: Node_, expectFailure: Node_;
  export const getTestContext: Node_, before: Node_, after: Node_, beforeEach: Node_, afterEach: Node_, mock: any, MockPropertyContext: Node_;
  export const assert: any, snapshot: any; export type TestFn = any; export type SuiteFn = any; export type TestShard = any;
  export type RunOptions = any; export type TestsStream = any; export type TestContext = any; export type TestContextAssert = any;
  export type AssertSnapshotOptions = any; export type TestContextPlanOptions = any; export type TestContextWaitForOptions = any;
  export type SuiteContext = any; export type TestOptions = any; export type HookFn = any; export type TestContextHookFn = any;
  export type HookOptions = any; export type MockFunctionOptions = any; export type MockMethodOptions = any; export type Mock<A = any> = any;
  export type MockModuleOptions = any; export type MockTracker = any; export type MockFunctionCall<A = any, B = any, C = any> = any;
  export type MockFunctionContext<A = any> = any; export type MockModuleContext = any; export type MockPropertyContext<A = any> = any;
  export type MockTimersOptions = any; export type MockTimers = any; const self: Node_; type self<A = any> = any; export { self as default };
}
declare module 'node:test/reporters' {
  export const dot: Node_, junit: Node_, lcov: Node_, spec: Node_, tap: Node_; export type TestEvent = any;
}
declare module 'timers' {
  export * as promises from 'node:timers/promises';
  export const clearImmediate: Node_, clearInterval: Node_, clearTimeout: Node_, setImmediate: Node_, setInterval: Node_, setTimeout: Node_;
  export type TimerOptions = any;
}
declare module 'timers/promises' {
  export const setTimeout: Node_, setImmediate: Node_, setInterval: Node_, scheduler: any; export type Scheduler = any;
}
declare module 'tls' {
  export const checkServerIdentity: Node_, createServer: Node_, connect: Node_, createSecureContext: Node_, getCACertificates: Node_, getCiphers: Node_;
  export const getCertificateCompressionAlgorithms: Node_, setDefaultCACertificates: Node_, CLIENT_RENEG_LIMIT: any, CLIENT_RENEG_WINDOW: any;
  export const TLSSocket: Node_, Server: Node_, DEFAULT_ECDH_CURVE: any, DEFAULT_MAX_VERSION: any, DEFAULT_MIN_VERSION: any, DEFAULT_CIPHERS: any;
  export const rootCertificates: any; export type Certificate = any; export type PeerCertificate = any; export type DetailedPeerCertificate = any;
  export type CipherNameAndProtocol = any; export type EphemeralKeyInfo = any; export type KeyObject = any; export type PxfObject = any;
  export type TLSSocketOptions = any; export type TLSSocket = any; export type CommonConnectionOptions = any; export type TlsOptions = any;
  export type PSKCallbackNegotation = any; export type ConnectionOptions = any; export type Server = any; export type SecureVersion = any;
  export type CertificateCompressionAlgorithm = any; export type SecureContextOptions = any; export type SecureContext = any;
}
declare module 'tty' {
  export const isatty: Node_, ReadStream: Node_, WriteStream: Node_; export type ReadStream = any; export type Direction = any;
  export type WriteStream = any;
}
declare module 'url' {
  export const parse: Node_, format: Node_, resolve: Node_, domainToASCII: Node_, domainToUnicode: Node_, fileURLToPath: Node_;
  export const fileURLToPathBuffer: Node_, pathToFileURL: Node_, urlToHttpOptions: Node_, URL: Node_, URLPattern: Node_, URLSearchParams: Node_;
  export type UrlObject = any; export type Url = any; export type UrlWithParsedQuery = any; export type UrlWithStringQuery = any;
  export type FileUrlToPathOptions = any; export type PathToFileUrlOptions = any; export type URLFormatOptions = any; export type URL = any;
  export type URLPatternComponentResult = any; export type URLPatternInit = any; export type URLPatternOptions = any;
  export type URLPatternResult = any; export type URLPattern = any; export type URLSearchParamsIterator<A = any> = any;
  export type URLSearchParams = any;
}
declare module 'util' {
  export * as types from 'node:util/types';
  export const diff: Node_, format: Node_, formatWithOptions: Node_, getCallSites: Node_, getSystemErrorName: Node_, setTraceSigInt: Node_;
  export const getSystemErrorMap: Node_, getSystemErrorMessage: Node_, toUSVString: Node_, transferableAbortController: Node_;
  export const transferableAbortSignal: Node_, aborted: Node_, inspect: Node_, isArray: Node_, inherits: Node_, convertProcessSignalToExitCode: Node_;
  export const debuglog: Node_, deprecate: Node_, isDeepStrictEqual: Node_, stripVTControlCharacters: Node_, callbackify: Node_, promisify: Node_;
  export const parseEnv: Node_, styleText: Node_, parseArgs: Node_, debug: Node_, TextDecoder: Node_, TextEncoder: Node_, MIMEType: Node_;
  export const MIMEParams: Node_; export type InspectOptions = any; export type Style = any; export type CustomInspectFunction = any;
  export type InspectOptionsStylized = any; export type CallSiteObject = any; export type DiffEntry = any; export type DebugLoggerFunction = any;
  export type DebugLogger = any; export type DeprecateOptions = any; export type IsDeepStrictEqualOptions = any;
  export type CustomPromisifyLegacy<A = any> = any; export type CustomPromisifySymbol<A = any> = any; export type CustomPromisify<A = any> = any;
  export type StyleTextOptions = any; export type TextDecoder = any; export type EncodeIntoResult = any; export type TextEncoder = any;
  export type ParseArgsOptionsType = any; export type ParseArgsOptionDescriptor = any; export type ParseArgsOptionsConfig = any;
  export type ParseArgsConfig = any; export type MIMEType = any; export type MIMEParams = any;
}
declare module 'util/types' {
  export const isAnyArrayBuffer: Node_, isArgumentsObject: Node_, isArrayBuffer: Node_, isArrayBufferView: Node_, isAsyncFunction: Node_;
  export const isBigInt64Array: Node_, isBigIntObject: Node_, isBigUint64Array: Node_, isBooleanObject: Node_, isBoxedPrimitive: Node_;
  export const isDataView: Node_, isDate: Node_, isExternal: Node_, isFloat16Array: Node_, isFloat32Array: Node_, isFloat64Array: Node_;
  export const isGeneratorFunction: Node_, isGeneratorObject: Node_, isInt8Array: Node_, isInt16Array: Node_, isInt32Array: Node_, isMap: Node_;
  export const isMapIterator: Node_, isModuleNamespaceObject: Node_, isNativeError: Node_, isNumberObject: Node_, isPromise: Node_, isProxy: Node_;
  export const isRegExp: Node_, isSet: Node_, isSetIterator: Node_, isSharedArrayBuffer: Node_, isStringObject: Node_, isSymbolObject: Node_;
  export const isTypedArray: Node_, isUint8Array: Node_, isUint8ClampedArray: Node_, isUint16Array: Node_, isUint32Array: Node_, isWeakMap: Node_;
  export const isWeakSet: Node_, isKeyObject: Node_, isCryptoKey: Node_;
}
declare module 'v8' {
  export const cachedDataVersionTag: Node_, getHeapStatistics: Node_, getCppHeapStatistics: Node_, getHeapSpaceStatistics: Node_;
  export const setFlagsFromString: Node_, queryObjects: Node_, getHeapSnapshot: Node_, writeHeapSnapshot: Node_, getHeapCodeStatistics: Node_;
  export const isStringOneByteRepresentation: Node_, startCpuProfile: Node_, serialize: Node_, deserialize: Node_, takeCoverage: Node_;
  export const stopCoverage: Node_, setHeapSnapshotNearHeapLimit: Node_, Serializer: Node_, DefaultSerializer: Node_, Deserializer: Node_;
  export const DefaultDeserializer: Node_, GCProfiler: Node_, promiseHooks: any, startupSnapshot: any; export type HeapSpaceInfo = any;
  export type DoesZapCodeSpaceFlag = any; export type HeapInfo = any; export type HeapCodeStatistics = any; export type HeapSnapshotOptions = any;
  export type SyncCPUProfileHandle = any; export type CPUProfileHandle = any; export type HeapProfileHandle = any; export type Serializer = any;
  export type DefaultSerializer = any; export type Deserializer = any; export type DefaultDeserializer = any; export type GCProfiler = any;
  export type GCProfilerResult = any; export type HeapStatistics = any; export type HeapSpaceStatistics = any; export type Init = any;
  export type Before = any; export type After = any; export type Settled = any; export type HookCallbacks = any; export type PromiseHooks = any;
  export type StartupSnapshotCallbackFn = any;
}
declare module 'vm' {
  export const createContext: Node_, isContext: Node_, runInContext: Node_, runInNewContext: Node_, runInThisContext: Node_, compileFunction: Node_;
  export const measureMemory: Node_, Script: Node_, Module: Node_, SourceTextModule: Node_, SyntheticModule: Node_, constants: any;
  export type Context = any; export type BaseOptions = any; export type DynamicModuleLoader<A = any> = any; export type ScriptOptions = any;
  export type RunningScriptOptions = any; export type RunningScriptInNewContextOptions = any; export type RunningCodeOptions = any;
  export type RunningCodeInNewContextOptions = any; export type CompileFunctionOptions = any; export type CreateContextOptions = any;
  export type MeasureMemoryMode = any; export type MeasureMemoryOptions = any; export type MemoryMeasurement = any; export type Script = any;
  export type ModuleEvaluateOptions = any; export type ModuleLinker = any; export type ModuleStatus = any; export type Module = any;
  export type SourceTextModuleOptions = any; export type ModuleRequest = any; export type SourceTextModule = any;
  export type SyntheticModuleOptions = any; export type SyntheticModule = any;
}
declare module 'worker_threads' {
  export const markAsUntransferable: Node_, isMarkedAsUntransferable: Node_, markAsUncloneable: Node_, moveMessagePortToContext: Node_;
  export const receiveMessageOnPort: Node_, getEnvironmentData: Node_, setEnvironmentData: Node_, postMessageToThread: Node_, isInternalThread: any;
  export const isMainThread: any, parentPort: any, resourceLimits: any, SHARE_ENV: any, threadId: any, threadName: any, workerData: any;
  export const MessageChannel: Node_, MessagePort: Node_, Worker: Node_, BroadcastChannel: Node_, locks: any; export type MessageChannel = any;
  export type WorkerPerformance = any; export type Transferable = any; export type TransferListItem = any; export type MessagePort = any;
  export type WorkerOptions = any; export type ResourceLimits = any; export type Worker = any; export type BroadcastChannel = any;
  export type Lock = any; export type LockGrantedCallback<A = any> = any; export type LockInfo = any; export type LockManager = any;
  export type LockManagerSnapshot = any; export type LockMode = any; export type LockOptions = any; export type Serializable = any;
}
declare module 'zlib' {
  export const crc32: Node_, createBrotliCompress: Node_, createBrotliDecompress: Node_, createGzip: Node_, createGunzip: Node_, createDeflate: Node_;
  export const createInflate: Node_, createDeflateRaw: Node_, createInflateRaw: Node_, createUnzip: Node_, createZstdCompress: Node_;
  export const createZstdDecompress: Node_, brotliCompress: Node_, brotliCompressSync: Node_, brotliDecompress: Node_, brotliDecompressSync: Node_;
  export const deflate: Node_, deflateSync: Node_, deflateRaw: Node_, deflateRawSync: Node_, gzip: Node_, gzipSync: Node_, gunzip: Node_;
  export const gunzipSync: Node_, inflate: Node_, inflateSync: Node_, inflateRaw: Node_, inflateRawSync: Node_, unzip: Node_, unzipSync: Node_;
  export const zstdCompress: Node_, zstdCompressSync: Node_, zstdDecompress: Node_, zstdDecompressSync: Node_, BrotliCompress: Node_;
  export const BrotliDecompress: Node_, Gzip: Node_, Gunzip: Node_, Deflate: Node_, Inflate: Node_, DeflateRaw: Node_, InflateRaw: Node_, Unzip: Node_;
  export const ZstdCompress: Node_, ZstdDecompress: Node_, constants: any, Z_NO_FLUSH: any, Z_PARTIAL_FLUSH: any, Z_SYNC_FLUSH: any, Z_FULL_FLUSH: any;
  export const Z_FINISH: any, Z_BLOCK: any, Z_OK: any, Z_STREAM_END: any, Z_NEED_DICT: any, Z_ERRNO: any, Z_STREAM_ERROR: any, Z_DATA_ERROR: any;
  export const Z_MEM_ERROR: any, Z_BUF_ERROR: any, Z_VERSION_ERROR: any, Z_NO_COMPRESSION: any, Z_BEST_SPEED: any, Z_BEST_COMPRESSION: any;
  export const Z_DEFAULT_COMPRESSION: any, Z_FILTERED: any, Z_HUFFMAN_ONLY: any, Z_RLE: any, Z_FIXED: any, Z_DEFAULT_STRATEGY: any, Z_BINARY: any;
  export const Z_TEXT: any, Z_ASCII: any, Z_UNKNOWN: any, Z_DEFLATED: any; export type ZlibOptions = any; export type BrotliOptions = any;
  export type ZstdOptions = any; export type Zlib = any; export type ZlibParams = any; export type ZlibReset = any; export type BrotliCompress = any;
  export type BrotliDecompress = any; export type Gzip = any; export type Gunzip = any; export type Deflate = any; export type Inflate = any;
  export type DeflateRaw = any; export type InflateRaw = any; export type Unzip = any; export type ZstdCompress = any; export type ZstdDecompress = any;
  export type InputType = any; export type CompressCallback = any;
}
declare module 'inspector';
declare module 'constants';
declare module 'repl';
declare module 'cluster';
declare module 'wasi';
declare module 'sea';
declare module 'trace_events';
declare module 'domain';
declare module 'sys';
declare module 'punycode';
declare module 'node:*';
declare module 'node:assert' { export * from 'assert'; export { default } from 'assert'; }
declare module 'node:assert/strict' { export * from 'assert/strict'; export { default } from 'assert/strict'; }
declare module 'node:async_hooks' { export * from 'async_hooks'; }
declare module 'node:buffer' { export * from 'buffer'; }
declare module 'node:child_process' { export * from 'child_process'; }
declare module 'node:console' { export * from 'console'; export { default } from 'console'; }
declare module 'node:crypto' { export * from 'crypto'; }
declare module 'node:dgram' { export * from 'dgram'; }
declare module 'node:diagnostics_channel' { export * from 'diagnostics_channel'; }
declare module 'node:dns' { export * from 'dns'; }
declare module 'node:dns/promises' { export * from 'dns/promises'; }
declare module 'node:events' { export * from 'events'; export { default } from 'events'; }
declare module 'node:fs' { export * from 'fs'; }
declare module 'node:fs/promises' { export * from 'fs/promises'; }
declare module 'node:http' { export * from 'http'; }
declare module 'node:http2' { export * from 'http2'; }
declare module 'node:https' { export * from 'https'; }
declare module 'node:module' { export * from 'module'; export { default } from 'module'; }
declare module 'node:net' { export * from 'net'; }
declare module 'node:os' { export * from 'os'; }
declare module 'node:path' { export * from 'path'; export { default } from 'path'; }
declare module 'node:path/posix' { export * from 'path/posix'; export { default } from 'path/posix'; }
declare module 'node:path/win32' { export * from 'path/win32'; export { default } from 'path/win32'; }
declare module 'node:perf_hooks' { export * from 'perf_hooks'; }
declare module 'node:process' { export * from 'process'; export { default } from 'process'; }
declare module 'node:querystring' { export * from 'querystring'; }
declare module 'node:readline' { export * from 'readline'; }
declare module 'node:readline/promises' { export * from 'readline/promises'; }
declare module 'node:stream' { export * from 'stream'; export { default } from 'stream'; }
declare module 'node:stream/promises' { export * from 'stream/promises'; }
declare module 'node:stream/consumers' { export * from 'stream/consumers'; }
declare module 'node:stream/web' { export * from 'stream/web'; }
declare module 'node:string_decoder' { export * from 'string_decoder'; }
declare module 'node:timers' { export * from 'timers'; }
declare module 'node:timers/promises' { export * from 'timers/promises'; }
declare module 'node:tls' { export * from 'tls'; }
declare module 'node:tty' { export * from 'tty'; }
declare module 'node:url' { export * from 'url'; }
declare module 'node:util' { export * from 'util'; }
declare module 'node:util/types' { export * from 'util/types'; }
declare module 'node:v8' { export * from 'v8'; }
declare module 'node:vm' { export * from 'vm'; }
declare module 'node:worker_threads' { export * from 'worker_threads'; }
declare module 'node:zlib' { export * from 'zlib'; }
