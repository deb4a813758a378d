import { EngineError } from './errors.ts';

/** The container host does not have the image for a jail; it may have been there a moment ago. */
export class ImageGoneError extends EngineError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, 'create', options);
  }
}
