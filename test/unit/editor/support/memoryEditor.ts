import type { EditorFiles } from '../../../../src/editor/scaffold/editorDisk.ts';

type Uri = Parameters<EditorFiles['workspace']['fs']['stat']>[0];

const FILE = 1;
const FOLDER = 2;
const LINK = 64;

class MemoryError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** An address as the editor makes it, without what is not used here. */
function uri(scheme: string, path: string): Uri {
  const made = { scheme, path, fsPath: path, with: (change: { path: string }) => uri(scheme, change.path) };
  return made as unknown as Uri;
}

/**
 * A disk of the editor's that is in memory, and does what the least careful provider of files does: it makes folders on
 * the way, goes over what is there, and removes a folder with all that it holds.
 */
export class MemoryEditor {
  /** Bytes of files; folders and links have none. */
  readonly entries = new Map<string, { readonly type: number; readonly bytes?: Uint8Array }>([['/', { type: FOLDER }]]);
  /** Called before each file is written: it may throw. What is written of it then stays. */
  onWrite: (path: string) => void = () => undefined;

  readonly api = {
    FileSystemError: MemoryError,
    FileType: { Unknown: 0, File: FILE, Directory: FOLDER, SymbolicLink: LINK },
    Uri: { joinPath: (base: Uri, path: string) => uri(base.scheme, `${base.path}/${path}`.replace('//', '/')) },
    workspace: {
      fs: {
        stat: async ({ path }: Uri) => this.#entry(path),
        readDirectory: async ({ path }: Uri) => this.#namesIn(path).map((name) => [name, FILE]),
        createDirectory: async ({ path }: Uri) => this.addFolder(path),
        writeFile: async ({ path }: Uri, bytes: Uint8Array) => this.#write(path, bytes),
        delete: async ({ path }: Uri) => {
          this.#entry(path);
          for (const each of this.entries.keys()) if (`${each}/`.startsWith(`${path}/`)) this.entries.delete(each);
        },
      },
    },
  } as unknown as EditorFiles;

  /** @param scheme `file` is the disk of this machine, which is not in memory */
  uri(path: string, scheme = 'memory'): Uri {
    return uri(scheme, path);
  }

  addFolder(path: string): void {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (!this.entries.has(folder)) this.entries.set(folder, { type: FOLDER });
    }
  }

  addFile(path: string, bytes: Uint8Array): void {
    this.addFolder(path.slice(0, path.lastIndexOf('/')));
    this.entries.set(path, { type: FILE, bytes });
  }

  addLink(path: string): void {
    this.entries.set(path, { type: FOLDER | LINK });
  }

  #entry(path: string): { readonly type: number } {
    const found = this.entries.get(path);
    if (!found) throw new MemoryError('FileNotFound');
    return found;
  }

  #namesIn(folder: string): readonly string[] {
    this.#entry(folder);
    const start = folder === '/' ? '/' : `${folder}/`;
    return [...this.entries.keys()]
      .filter((path) => path.startsWith(start) && path !== start)
      .map((path) => path.slice(start.length))
      .filter((name) => !name.includes('/'));
  }

  #write(path: string, bytes: Uint8Array): void {
    this.addFile(path, bytes.subarray(0, 1));
    this.onWrite(path);
    this.addFile(path, bytes);
  }
}
