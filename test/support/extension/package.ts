/** `npm run package`: makes `hoosegow-inspector.vsix` and says what it weighs. A warning of vsce is an error. */
import { join } from 'node:path';
import { packageExtension } from './packageExtension.ts';

const LARGEST = 12;

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;

const { files, size, sha256, warnings } = await packageExtension(
  join(import.meta.dirname, '../../..', 'hoosegow-inspector.vsix'),
);
for (const file of files.slice(0, LARGEST)) console.log(`${kilobytes(file.size).padStart(10)}  ${file.path}`);
const unpacked = files.reduce((sum, file) => sum + file.size, 0);
console.log(`hoosegow-inspector.vsix: ${files.length} files, ${kilobytes(unpacked)}, packed ${kilobytes(size)}`);
console.log(`sha256 ${sha256}`);
for (const warning of warnings) console.error(warning);
if (warnings.length > 0) process.exitCode = 1;
