import { nothingOfThisName } from 'node:fs';

export function method() {
  return nothingOfThisName;
}
