/** Reads a table in CSV (RFC 4180), with or without a byte order mark. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y;
  let row: string[] = [];
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  for (field.lastIndex = start; field.lastIndex < text.length; ) {
    const at = field.lastIndex;
    const found = field.exec(text);
    if (!found) throw new Error(`not CSV at ${at}: ${text.slice(at, at + 40)}`);
    const [, value, end] = found;
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end !== ",") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
