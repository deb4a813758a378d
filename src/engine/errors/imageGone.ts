import { EngineError } from './errors.ts';

/** The container host has no image of the name that a jail was to be made from; it may have been there a moment ago. */
export class ImageGoneError extends EngineError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, 'create', options);
  }
}
