import * as vscode from 'vscode';

/** Files in memory, for the editor to take for a disk: it keeps no modes. */
export class MemoryFiles implements vscode.FileSystemProvider {
  readonly files = new Map<string, Uint8Array>();
  readonly folders = new Set(['/']);
  /** How many files can still be written. */
  room = Infinity;

  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const bytes = this.files.get(uri.path);
    if (!bytes && !this.folders.has(uri.path)) throw vscode.FileSystemError.FileNotFound(uri);
    const type = bytes ? vscode.FileType.File : vscode.FileType.Directory;
    return { type, ctime: 0, mtime: 0, size: bytes?.length ?? 0 };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    const start = uri.path === '/' ? '/' : `${uri.path}/`;
    return [...this.files.keys(), ...this.folders]
      .filter((path) => path.startsWith(start) && path !== start && !path.slice(start.length).includes('/'))
      .map((path) => [path.slice(start.length), this.stat(uri.with({ path })).type]);
  }

  createDirectory(uri: vscode.Uri): void {
    this.folders.add(uri.path);
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const bytes = this.files.get(uri.path);
    if (!bytes) throw vscode.FileSystemError.FileNotFound(uri);
    return bytes;
  }

  writeFile(uri: vscode.Uri, bytes: Uint8Array): void {
    if (this.room-- <= 0) throw vscode.FileSystemError.Unavailable('no room');
    this.files.set(uri.path, bytes);
  }

  delete(uri: vscode.Uri): void {
    if (!this.files.delete(uri.path) && !this.folders.delete(uri.path)) throw vscode.FileSystemError.FileNotFound(uri);
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions('nothing is renamed');
  }
}
