/** Whether a version such as `1.10.0` is newer than another one; one with a hyphen is older than the one without. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [parse(version), parse(than)];
  for (let i = 0; i < 3; i++) {
    const [left, right] = [a.numbers[i] ?? 0, b.numbers[i] ?? 0];
    if (left !== right) return left > right;
  }
  return !a.isPreview && b.isPreview;
}

function parse(version: string): { readonly numbers: readonly number[]; readonly isPreview: boolean } {
  const [numbers = '', ...rest] = version.split('-');
  return { numbers: numbers.split('.').map(Number), isPreview: rest.length > 0 };
}
