/** How a Hoosegow is closed. Default: `{ drain: true }`. */
export type CloseOptions =
  /** Waits for what is under way: `true` as long as that takes, which its limits bound; or so many milliseconds, then cancels it. */
  | { readonly drain?: boolean | number | undefined; readonly cancel?: undefined }
  /** Cancels what is under way, and waits until it is gone. */
  | { readonly cancel: boolean; readonly drain?: undefined };
