/**
 * An item that is known to be there.
 *
 * @throws RangeError where it is not
 */
export function itemAt<T>(items: { readonly [index: number]: T; readonly length: number }, index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`there is no item ${index} of ${items.length}`);
  return item;
}
