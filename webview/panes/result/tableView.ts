import { element, setAttribute, setText } from '../../ui/dom.ts';
import { VirtualRows } from '../../ui/virtualRows.ts';
import { readTable, type Table } from '../../model/value/table.ts';
import { visibleName } from '../../model/text/visibleText.ts';
import type { Language } from '../../view.ts';

const ROW_HEIGHT = 22;
const HEAD_HEIGHT = 24;

interface Row {
  readonly element: HTMLElement;
  readonly cells: readonly HTMLElement[];
}

/** A value as a table: its head stays in view, and of its rows only those in view are in the document. */
export function tableView(json: unknown, language: Language): HTMLElement {
  const { text, formats } = language;
  const table = readTable(json);
  const digits = formats.count(table.rows).length;
  const widths = [`${Math.max(3, digits) + 1}ch`, ...table.columns.map(({ width }) => `calc(${width}ch + 16px)`)];
  const grid = element('div', {
    class: 'table-view',
    role: 'table',
    tabindex: 0,
    'aria-label': text('tableOf', formats.count(table.rows), formats.count(table.columns.length)),
    'aria-rowcount': table.rows + 1,
    'aria-colcount': table.columns.length + 1,
  });
  grid.style.setProperty('--table-columns', widths.join(' '));
  const head = element(
    'div',
    { class: 'table-row table-head', role: 'row', 'aria-rowindex': 1 },
    element('span', { class: 'table-number', role: 'columnheader' }, text('number')),
    ...table.columns.map(({ name, isNumeric }) =>
      element('span', { class: isNumeric ? 'numeric' : null, role: 'columnheader', title: name }, visibleName(name)),
    ),
  );
  grid.append(element('div', { class: 'table-heads', role: 'rowgroup' }, head));
  const list = new VirtualRows<Row>(
    {
      rowHeight: ROW_HEIGHT,
      headHeight: HEAD_HEIGHT,
      make: () => makeRow(table),
      fill: (row, index) => fillRow(row, index, table, language),
    },
    grid,
    element('div', { role: 'rowgroup' }),
  );
  list.setCount(table.rows);
  return grid;
}

function makeRow({ columns }: Table): { element: HTMLElement; row: Row } {
  const cells = [
    element('span', { class: 'table-number', role: 'rowheader' }),
    ...columns.map(({ isNumeric }) => element('span', { class: isNumeric ? 'numeric' : null, role: 'cell' })),
  ];
  const row = element('div', { class: 'table-row', role: 'row' }, ...cells);
  return { element: row, row: { element: row, cells } };
}

function fillRow(row: Row, index: number, table: Table, { formats }: Language): void {
  setAttribute(row.element, 'aria-rowindex', index + 2);
  row.cells.forEach((cell, i) => {
    const words = i === 0 ? formats.count(index + 1) : table.cell(index, i - 1);
    setText(cell, words);
    setAttribute(cell, 'title', i > 0 && words.length > (table.columns[i - 1]?.width ?? 0) ? words : null);
  });
}
