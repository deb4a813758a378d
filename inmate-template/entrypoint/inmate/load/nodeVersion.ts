/** Whether Node leaves types out by itself: from 22.18 and 23.6 on. */
export function canStripTypes(): boolean {
  return 'typescript' in process.features && process.features.typescript !== false;
}
