import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';

/** Records to the file named by its argument until that fails, and prints what came of it as JSON. */
async function fillDisk(path: string): Promise<object> {
  const errors: string[] = [];
  const attempt = <T>(action: () => T): T | undefined => {
    try {
      return action();
    } catch (error) {
      errors.push(String(error));
      return undefined;
    }
  };
  const meta = { method: 'm', args: [], startedAt: '', engine: 'docker', endpoint: null, image: null, runtime: null };
  const whole = { ...meta, limits: {}, isolation: '', inmateDir: null };
  const writer = attempt(() => RecordingWriter.create(path, whole));
  if (!writer) return { errors };
  const reader = writer.reader();
  let followed = 0;
  const following = (async () => {
    for await (const event of reader.events({ follow: true })) followed += event.type === 'stderr' ? 1 : 0;
  })();
  for (let t = 0; errors.length === 0; t++) attempt(() => writer.bytes('stderr', new Uint8Array(10_000), t));
  const size = writer.size;
  attempt(() => writer.outcome({ outcome: 'returned' }, 0));
  await following;
  writer.close();
  return { errors, size, followed, truncated: reader.truncated?.reason };
}

void fillDisk(process.argv[2] ?? '').then((result) => console.log(JSON.stringify(result)));
