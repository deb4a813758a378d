import type { ContextPath } from './contextPath.ts';

/** How a file differs in a build from what lies in the folder. */
export type FileForm =
  /** With the line ends of Unix. */
  | 'lf'
  /** Without what is secret in it. */
  | 'public';

/** One thing of a build context. */
export type ContextEntry = ContextPath &
  (
    | { readonly type: 'directory' }
    | {
        readonly type: 'symlink';
        readonly target: string;
        /** The same in bytes, where `target` does not say it all. */
        readonly targetBytes?: Buffer | undefined;
      }
    | {
        readonly type: 'file';
        readonly executable: boolean;
        readonly form?: FileForm | undefined;
        /** In that form. */
        readonly size: number;
        /** SHA-256 of its bytes in that form, hexadecimal. */
        readonly digest: string;
      }
  );
