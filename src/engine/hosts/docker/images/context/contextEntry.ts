import type { ContextPath } from './contextPath.ts';

/** How a file in the build differs from the one in the folder. */
export type FileForm =
  /** With Unix line ends. */
  | 'lf'
  /** Without the secrets in it. */
  | 'public';

/** One item of a build context. */
export type ContextEntry = ContextPath &
  (
    | { readonly type: 'directory' }
    | {
        readonly type: 'symlink';
        readonly target: string;
        /** The same as bytes, where it is not UTF-8. */
        readonly targetBytes?: Buffer | undefined;
      }
    | {
        readonly type: 'file';
        readonly executable: boolean;
        readonly form?: FileForm | undefined;
        /** In bytes, in that form. */
        readonly size: number;
        /** SHA-256 of its bytes in that form, hexadecimal. */
        readonly digest: string;
      }
  );
