import { element } from '../ui/dom.ts';
import { readFileScript } from './parts.ts';

/**
 * Runs the script of the console's terminal that the file holds. The policy of the page knows it by its hash.
 *
 * @throws Error if the file is damaged
 */
export async function runTerminal(): Promise<void> {
  const script = element('script', { type: 'module' }, await readFileScript('terminal'));
  const ran = new Promise<void>((resolve, reject) => {
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error('this file is damaged')));
  });
  document.head.append(script);
  await ran;
}
