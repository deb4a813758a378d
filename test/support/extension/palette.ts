/** Commands of the palette by the names that users know, in the order of the manifest: the one promise of them. */
export const PALETTE: readonly string[] = [
  'New Inmate Project…',
  'Make This Folder an Inmate',
  'Run Inmate Method…',
  'Run Last Dispatch Again',
  'Run with Edited Arguments…',
  'Stop Dispatch',
  'Build Image',
  'Select Container Engine…',
  'Open Dispatch Recording…',
  'Compare Dispatches…',
  'Export Recording…',
  'Clean Up Containers and Images',
  'Show Log',
  'Open Sample Recording',
  'Show Build Log',
];
