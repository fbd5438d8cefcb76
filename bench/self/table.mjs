// Plain tables: the first column to the left, all others to the right.

export function table(headings, rows) {
  const all = [headings, ...rows].map((row) => row.map(String));
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd();
  return `${[line(all[0]), widths.map((width) => '-'.repeat(width)).join('  '), ...all.slice(1).map(line)].join('\n')}\n`;
}

/** Three significant digits, with thousands apart. */
export function short(number) {
  const rounded = Number(number.toPrecision(3));
  return rounded >= 1000 ? rounded.toLocaleString('en').replaceAll(',', ' ') : String(rounded);
}

/** A ratio as the percentage above 1. */
export function percent(ratio) {
  if (!Number.isFinite(ratio) || ratio === 0) return '-';
  const above = (ratio - 1) * 100;
  return `${above < 0 ? '' : '+'}${above.toFixed(Math.abs(above) < 100 ? 1 : 0)} %`;
}
