/** What is at a place. */
export interface Found {
  readonly isLink: boolean;
  /** Whether it is a folder, or leads to one. */
  readonly isFolder: boolean;
}

/**
 * Where a project is made: the local disk, or the file system of an editor. Nothing on it is overwritten.
 *
 * @typeParam Place how it names its files and folders
 */
export interface ProjectDisk<Place> {
  /** Looks at the place itself, not at what a link leads to. @returns `undefined` where there is nothing */
  find(place: Place): Promise<Found | undefined>;
  namesIn(folder: Place): Promise<readonly string[]>;
  /** @param path relative, with `/` */
  within(folder: Place, path: string): Place;
  /** @returns the folder that the place is in; `undefined` where it is the outermost */
  parentOf(place: Place): Place | undefined;
  nameOf(place: Place): string;
  /** The place as users know it. */
  show(place: Place): string;
  /** Makes a folder that is not there yet, in one that is. */
  makeFolder(folder: Place): Promise<void>;
  /** Makes a file that is not there yet. Where that fails, nothing of the file is left. */
  makeFile(file: Place, bytes: Uint8Array, executable: boolean): Promise<void>;
  removeFile(file: Place): Promise<void>;
  /** Removes an empty folder; any other stays, and it fails. */
  removeFolder(folder: Place): Promise<void>;
}
