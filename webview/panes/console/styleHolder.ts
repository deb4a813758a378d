/**
 * An element that takes the text of a style sheet as `<style>` does. The content security policy refuses that element;
 * a sheet that a script makes is its own affair.
 */
export function styleHolder(): HTMLElement {
  const sheet = new CSSStyleSheet();
  const holder = document.createElement('span');
  holder.hidden = true;
  document.adoptedStyleSheets.push(sheet);
  const fill = (text: string) => {
    sheet.replaceSync(text);
  };
  const drop = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    Element.prototype.remove.call(holder);
  };
  Object.defineProperties(holder, {
    textContent: { set: fill },
    remove: { value: drop },
  });
  return holder;
}
