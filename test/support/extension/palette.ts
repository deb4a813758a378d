/** Commands of the palette by the names that users know, in the order of the manifest: the one promise of them. */
export const PALETTE: readonly string[] = [
  'New Inmate Project…',
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
  'Edit Arguments in a Document…',
  'Run Call…',
  'Save Call',
  'Fill In Recent Arguments…',
];
